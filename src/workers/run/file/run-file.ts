import * as v from 'valibot';
import { labelsSchema, marksSchema, rulesSchema } from '../../../lib/pipeline/bundle/bundle';
import type { FileReading } from '../../../lib/pipeline/read/input-format';
import { CERTAINTIES, TIERS } from '../../../lib/pipeline/types';
import type { RunRecord } from '../../../lib/store/schema';
import type { Whole } from './whole';

/**
 * A run as one file, to be opened on another machine: JSON Lines in gzip. The first line is the head, then a line for each
 * message and each chunk of rows, and a last line that says how many there were. Typed arrays are base64, little-endian.
 */
export const RUN_FILE_VERSION = 1;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
/** Whether a number can be a probability: sums of rounded ones are a little more than 1 at times. */
export const isProbability = (value: number): boolean => value >= 0 && value <= 1.001;
const probability = v.pipe(v.number(), v.check(isProbability, 'is no probability'));
const text = v.string();
const flag = v.optional(v.boolean());
const column = v.optional(count);
const columns = v.optional(v.array(count));
const byTier = v.object({ rule: count, head: count, llm: count, human: count, none: count });
const base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]*={0,2}$/, 'is not base64'));

const format = v.object({
	kind: v.picklist(['csv', 'lines', 'json']),
	encoding: text,
	gzip: v.boolean(),
	zstd: flag,
	bzip2: flag,
	xz: flag,
	table: v.optional(v.picklist(['parquet', 'xlsx', 'winevents'])),
	merged: flag,
	delimiter: v.pipe(text, v.maxLength(1)),
	header: v.boolean(),
	columns: v.array(text),
	zone: v.optional(v.picklist(['local', 'utc'])),
	dayFirst: flag,
	yearFirst: flag,
	yearless: flag,
	latestYear: v.optional(finite),
	preamble: v.optional(count),
	backslash: flag,
	comment: v.optional(text),
	padded: flag,
	escaped: flag,
	serialDates: flag,
	recordsAt: v.optional(v.array(text)),
	lineFormats: v.optional(v.array(text)),
	inner: v.optional(v.array(v.object({ name: text, path: text }))),
	join: v.optional(
		v.union([
			v.object({ by: v.picklist(['off', 'frames', 'headers']) }),
			v.object({ by: v.literal('start'), pattern: v.pipe(text, v.maxLength(1_000)) })
		])
	)
});

const mapping = v.object({
	message: column,
	alsoMessage: columns,
	glue: v.optional(text),
	source: column,
	timestamp: column,
	clock: column,
	level: column,
	levelScale: v.optional(
		v.picklist(['otel', 'windows', 'suricata', 'insights', 'python', 'action'])
	),
	status: column,
	fallbacks: v.optional(
		v.object({ message: columns, source: columns, timestamp: columns, level: columns })
	),
	truth: column,
	defaultSource: text
});

const file = v.object({
	name: text,
	source: text,
	bytes: count,
	encoding: text,
	gzip: v.boolean(),
	zstd: flag,
	bzip2: flag,
	xz: flag,
	table: v.optional(v.picklist(['parquet', 'xlsx', 'winevents'])),
	way: v.optional(v.object({ format, mapping })),
	leftOut: v.optional(text),
	unchosen: flag
});

const problem = v.object({
	kind: v.picklist([
		...(['ragged-row', 'unclosed-quote', 'empty-message', 'invalid-bytes', 'nul-bytes'] as const),
		...(['blank-lines', 'long-row', 'duplicate-header', 'preamble', 'date-order'] as const),
		...(['assumed-year', 'unknown-level', 'left-out', 'truncated-gzip', 'slow-rule'] as const)
	]),
	row: v.optional(count),
	line: v.optional(count),
	column: v.optional(text),
	message: text
});

/** The record of a run, without what only means something on its own machine. */
const run = v.object({
	name: v.pipe(text, v.maxLength(2_000)),
	createdAt: finite,
	status: v.picklist(['done', 'cancelled', 'failed', 'interrupted', 'paused']),
	error: v.optional(text),
	rows: count,
	chunks: count,
	templates: count,
	bytes: count,
	milliseconds: finite,
	rowsByTier: byTier,
	templatesByTier: byTier,
	extraColumns: count,
	stages: v.record(text, finite),
	format,
	mapping,
	files: v.optional(v.array(file)),
	textKept: flag,
	sources: v.array(text),
	bundleVersion: text,
	bundleName: v.optional(text),
	labels: v.optional(labelsSchema),
	rules: rulesSchema,
	templateMarks: marksSchema,
	decisions: v.optional(v.array(v.tuple([text, text]))),
	shares: flag,
	priors: v.optional(
		v.object({
			units: count,
			classes: v.array(text),
			shares: v.array(probability),
			shift: v.array(finite),
			levels: v.array(finite),
			overall: v.optional(v.array(finite))
		})
	),
	threshold: v.optional(v.object({ confidence: probability, bundleVersion: text })),
	encoderRevision: text,
	maxTokens: v.optional(count),
	device: v.optional(v.picklist(['wasm', 'webgpu'])),
	problems: v.array(problem),
	problemCount: count
});

export const headSchema = v.object({ winnowRun: v.literal(RUN_FILE_VERSION), run });

const verdict = {
	label: text,
	confidence: probability,
	tier: v.picklist(TIERS),
	certainty: v.picklist(CERTAINTIES),
	family: text,
	familyConfidence: probability,
	needsReview: v.boolean()
};
const top = v.array(v.object({ label: text, probability }));
const reason = v.optional(text);

/** What became of a message; typed arrays are base64. */
export const resultSchema = v.object({
	...verdict,
	problem: v.optional(probability),
	top,
	probabilities: v.optional(base64),
	similarity: v.optional(finite),
	unlike: v.optional(v.literal(true)),
	reason,
	embedding: v.optional(base64),
	llm: v.optional(
		v.object({
			label: text,
			confidence: v.optional(probability),
			reason,
			problem: v.optional(text),
			engine: text,
			model: text,
			before: v.object({ ...verdict, reason })
		})
	),
	before: v.optional(v.object({ ...verdict, top, reason, unlike: v.optional(v.literal(true)) }))
});

export const messageSchema = v.object({
	message: v.object({
		index: count,
		canonical: text,
		level: v.optional(v.picklist(['info', 'warning', 'error'])),
		result: v.optional(resultSchema)
	})
});

export const chunkSchema = v.object({
	rows: v.object({
		index: count,
		firstRow: count,
		rowCount: count,
		/** Absent where the text was not kept. */
		text: v.optional(text),
		ends: base64,
		template: base64,
		rule: base64,
		source: base64,
		time: base64,
		severity: base64
	})
});

export const endSchema = v.object({ end: v.object({ rows: count, messages: count }) });

export type RunFileHead = v.InferOutput<typeof headSchema>;
export type RunFileResult = v.InferOutput<typeof resultSchema>;
export type RunFileMessage = v.InferOutput<typeof messageSchema>;
export type RunFileChunk = v.InferOutput<typeof chunkSchema>;
export type RunFileEnd = v.InferOutput<typeof endSchema>;

/** Means something on its own machine only, where the files are that a run can go on reading. */
type LeftOut = 'id' | 'fingerprints' | 'previewProblems' | 'retrained' | 'deletedAt';
type LeftOutOfFile = 'inside' | 'firstTime' | 'modified';

type GivenRun = Omit<RunRecord, LeftOut | 'status' | 'files'> & {
	status: RunFileHead['run']['status'];
	files?: Omit<FileReading, LeftOutOfFile>[];
};

/** What the head says of a run. A field of the record that the schema does not know does not compile: it would be lost. */
export function headRun(record: RunRecord): Whole<GivenRun, RunFileHead['run']> {
	if (record.status === 'running') throw new Error('This run is still going on. Wait for its end.');
	return v.parse(run, record);
}
