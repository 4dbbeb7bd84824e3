import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { parseBundle, type Bundle } from '../src/lib/pipeline/bundle/bundle';
import { canonicalise } from '../src/lib/pipeline/canonical/canonical';
import { Cascade, EMPTY_RESULT } from '../src/lib/pipeline/head/cascade';
import { ENCODER_DIMENSIONS } from '../src/lib/pipeline/embed/encoder-revision';
import { ExampleIndex } from '../src/lib/pipeline/head/example-index';
import type { Judged } from '../src/lib/pipeline/evaluate/metrics';
import type { Tier } from '../src/lib/pipeline/types';
import { embedTexts } from './embeddings';

const MODELS = join(import.meta.dirname, '..', 'static', 'models');

/** One labelled message of an evaluation file. */
export interface LabelledRow {
	source: string;
	message: string;
	truth: string;
	also: string[];
	/** For the analysis of severity alone: it never reaches the classifier. */
	level: string;
}

/** A row as the cascade judged it. */
export interface EvaluatedRow extends Judged {
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
	const { examples, labels } = bundle;
	if (!examples) return { bundle, cascade: new Cascade(bundle) };
	const bytes = readFileSync(join(MODELS, examples.file));
	const names = examples.labels.map((label) => labels[label]?.name ?? '');
	const index = new ExampleIndex(examples.texts, names, new Int8Array(bytes), ENCODER_DIMENSIONS);
	return { bundle, cascade: new Cascade(bundle, index), examples: index };
}

/**
 * Sends rows through the cascade. Only source and message reach it.
 *
 * @param fold how a message becomes canonical; anything but the default is for measuring
 */
export async function evaluateRows(
	rows: readonly LabelledRow[],
	cascade: Cascade,
	fold: (message: string) => string = canonicalise
): Promise<EvaluatedRow[]> {
	const ruled = rows.map(({ message, source }) => ({
		canonical: fold(message),
		byRule: cascade.byRule(message, source).result
	}));
	const open = ruled.filter(({ byRule, canonical }) => !byRule && canonical !== '');
	const texts = [...new Set(open.map(({ canonical }) => canonical))];
	const embeddings = await embedTexts(texts);
	const results = new Map(
		texts.map((text, i) => [
			text,
			cascade.decide(
				text,
				embeddings.subarray(i * ENCODER_DIMENSIONS, (i + 1) * ENCODER_DIMENSIONS)
			)
		])
	);
	return rows.map((row, i) => {
		const { canonical, byRule } = ruled[i] as (typeof ruled)[number];
		const result = byRule ?? results.get(canonical) ?? EMPTY_RESULT;
		return {
			...row,
			canonical,
			predicted: result.label,
			confidence: result.confidence,
			tier: result.tier,
			needsReview: result.needsReview
		};
	});
}
