import * as v from 'valibot';
import { MAX_CANONICAL_CHARS } from '../../lib/pipeline/constants';
import { resultSchema } from '../run/file/run-file';

/**
 * All that a browser keeps as one file: JSON Lines in gzip, as a saved run is. The first line is the head; then a line for
 * each bundle, answer and mark, and for each run a line with its id and the lines of its own file; the last line says how
 * many there were.
 */
export const BACKUP_VERSION = 1;

/** Settings are words and small tables. */
const MAX_SETTING_CHARS = 20_000;

/** Keys that objects have of themselves. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const canonical = v.pipe(text(MAX_CANONICAL_CHARS), v.nonEmpty());
const id = v.pipe(text(200), v.regex(/^[\w@. -]+$/, 'is no id'));

export const backupHeadSchema = v.object({
	winnowBackup: v.literal(BACKUP_VERSION),
	savedAt: finite,
	settings: v.record(text(100), text(MAX_SETTING_CHARS))
});

export const bundleLineSchema = v.object({
	bundle: v.object({
		id,
		changedAt: finite,
		chosen: v.optional(v.literal(1)),
		archived: v.optional(v.boolean()),
		/** A bundle file, which is checked as such. */
		file: v.looseObject({ name: v.string() })
	})
});

export const answerLineSchema = v.object({
	answer: v.object({
		canonical,
		label: v.pipe(
			text(80),
			v.check((name) => !RESERVED.has(name), 'is a reserved name')
		),
		decidedAt: finite,
		runId: text(200),
		runName: text(2_000),
		source: v.string(),
		inBulk: v.optional(v.literal(true)),
		embedding: v.optional(v.string()),
		encoderRevision: v.optional(text(200)),
		before: v.optional(resultSchema)
	})
});

export const markLineSchema = v.object({
	mark: v.object({ canonical, state: v.picklist(['muted', 'pinned', 'plain']) })
});

/** The lines of the run's file follow. */
export const runLineSchema = v.object({ run: v.object({ id }) });

export const backupEndSchema = v.object({
	backupEnd: v.object({ runs: count, answers: count, bundles: count, marks: count })
});

export type BackupHead = v.InferOutput<typeof backupHeadSchema>;
export type BundleLine = v.InferOutput<typeof bundleLineSchema>;
export type AnswerLine = v.InferOutput<typeof answerLineSchema>;
export type MarkLine = v.InferOutput<typeof markLineSchema>;
