import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { parseBundle, type Bundle } from '../src/lib/pipeline/bundle/bundle';
import { canonicalise } from '../src/lib/pipeline/canonical/canonical';
import { Cascade, type CascadeRow } from '../src/lib/pipeline/head/cascade';
import { ENCODER_DIMENSIONS } from '../src/lib/pipeline/embed/encoder-revision';
import { exampleIndexOf, type ExampleIndex } from '../src/lib/pipeline/head/example-index';
import { PROBLEM } from '../src/lib/pipeline/bundle/label-tree';
import { severityOfLevel } from '../src/lib/pipeline/read/level-words';
import type { SettledJudged } from '../src/lib/pipeline/evaluate/certainty';
import { levelClassOf, type Classification, type Tier } from '../src/lib/pipeline/types';
import { embedTexts } from './embeddings';

const MODELS = join(import.meta.dirname, '..', 'static', 'models');

/** One labelled message of an evaluation file. */
export interface LabelledRow {
	source: string;
	message: string;
	truth: string;
	also: string[];
	/** As the log writes it; empty when it names none. */
	level: string;
}

/** A row as the cascade judged it. */
export interface EvaluatedRow extends SettledJudged {
	source: string;
	message: string;
	level: string;
	canonical: string;
	tier: Tier;
	needsReview: boolean;
}

/** Reads columns source, log_message, target_label and, optionally, also (`|`-separated). */
export function readLabelledCsv(path: string): LabelledRow[] {
	const { data, meta } = Papa.parse<Record<string, string>>(readFileSync(path, 'utf8'), {
		header: true,
		skipEmptyLines: true
	});
	for (const column of ['source', 'log_message', 'target_label'])
		if (!meta.fields?.includes(column))
			throw new Error(
				`${path} has no column "${column}"; it has ${meta.fields?.join(', ') || 'none'}`
			);
	return data.map((row) => ({
		source: row.source ?? '',
		message: row.log_message ?? '',
		truth: row.target_label ?? '',
		also: (row.also ?? '').split('|').filter(Boolean),
		level: row.level ?? ''
	}));
}

/** The default bundle and its examples, as the page loads them. */
export function readDefaultBundle(): {
	bundle: Bundle;
	cascade: Cascade;
	examples?: ExampleIndex;
} {
	const bundle = parseBundle(JSON.parse(readFileSync(join(MODELS, 'default.bundle.json'), 'utf8')));
	if (!bundle.examples) return { bundle, cascade: new Cascade(bundle) };
	const bytes = readFileSync(join(MODELS, bundle.examples.file));
	const examples = exampleIndexOf(bundle, new Int8Array(bytes));
	return { bundle, cascade: new Cascade(bundle, examples), ...(examples ? { examples } : {}) };
}

/**
 * Sends rows through the cascade. Source, message and level reach it; each source counts as a run of its own, whose
 * messages say what is to be expected of each.
 *
 * @param fold how a message becomes canonical; anything but the default is for measuring
 */
export async function evaluateRows(
	rows: readonly LabelledRow[],
	cascade: Cascade,
	{ fold = canonicalise, shares = true, levels = true }: EvaluationOptions = {}
): Promise<EvaluatedRow[]> {
	const all = rows.map(({ message, source, level }) => ({
		message,
		source,
		canonical: fold(message),
		level: levels ? levelClassOf(severityOfLevel(level)) : ('none' as const)
	}));
	const texts = [...new Set(all.map(({ canonical }) => canonical))].filter((text) => text !== '');
	const embeddings = await embedTexts(texts);
	const positions = new Map(texts.map((text, at) => [text, at * ENCODER_DIMENSIONS]));
	const embeddingOf = (canonical: string): Float32Array => {
		const start = positions.get(canonical) as number;
		return embeddings.subarray(start, start + ENCODER_DIMENSIONS);
	};
	const results = new Map<CascadeRow, Classification>();
	for (const source of new Set(all.map((row) => row.source))) {
		const own = all.filter((row) => row.source === source);
		cascade
			.classifyRows(own, embeddingOf, shares)
			.forEach((result, at) => results.set(own[at] as CascadeRow, result));
	}
	return rows.map((row, i) => {
		const classified = all[i] as CascadeRow;
		const { canonical } = classified;
		const result = results.get(classified) as Classification;
		const { label, confidence, tier, certainty, family, needsReview } = result;
		return {
			...row,
			canonical,
			predicted: label,
			confidence,
			tier,
			certainty,
			family,
			problem: result.problem ?? (cascade.tree.isWithin(label, PROBLEM) ? 1 : 0),
			needsReview
		};
	});
}

export interface EvaluationOptions {
	fold?: (message: string) => string;
	/** Whether the messages of a source tell what to expect of each other. */
	shares?: boolean;
	/** Whether the head is told the level. */
	levels?: boolean;
}
