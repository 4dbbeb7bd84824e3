import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import {
	evaluateRows,
	type EvaluatedRow,
	type EvaluationOptions,
	type LabelledRow
} from '../src/cli/evaluate-rows';
import { parseBundle, type Bundle } from '../src/lib/pipeline/bundle/bundle';
import { Cascade } from '../src/lib/pipeline/head/cascade';
import { exampleIndexOf, type ExampleIndex } from '../src/lib/pipeline/head/example-index';
import { embedTexts } from './embeddings';

const MODELS = join(import.meta.dirname, '..', 'static', 'models');

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

/** Sends rows through the cascade, with embeddings that are kept on disk; each source counts as a run of its own. */
export const evaluateSources = (
	rows: readonly LabelledRow[],
	cascade: Cascade,
	options: Omit<EvaluationOptions, 'bySource'> = {}
): Promise<EvaluatedRow[]> =>
	evaluateRows(rows, cascade, embedTexts, { ...options, bySource: true });
