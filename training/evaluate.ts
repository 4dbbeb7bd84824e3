import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { parseBundle, type Bundle } from '../src/lib/pipeline/bundle/bundle';
import { canonicalise } from '../src/lib/pipeline/canonical/canonical';
import { Cascade, EMPTY_RESULT, type Score } from '../src/lib/pipeline/head/cascade';
import { ENCODER_DIMENSIONS } from '../src/lib/pipeline/embed/encoder-revision';
import { ExampleIndex } from '../src/lib/pipeline/head/example-index';
import { PROBLEM } from '../src/lib/pipeline/bundle/label-tree';
import { severityOfLevel } from '../src/lib/pipeline/read/level-words';
import type { SettledJudged } from '../src/lib/pipeline/evaluate/certainty';
import type { ScoredUnit } from '../src/lib/pipeline/head/run-priors';
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
	const { examples, labels } = bundle;
	if (!examples) return { bundle, cascade: new Cascade(bundle) };
	const bytes = readFileSync(join(MODELS, examples.file));
	const names = examples.labels.map((label) => labels[label]?.name ?? '');
	const index = new ExampleIndex(examples.texts, names, new Int8Array(bytes), ENCODER_DIMENSIONS);
	return { bundle, cascade: new Cascade(bundle, index), examples: index };
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
	const ruled = rows.map(({ message, source, level }) => ({
		canonical: fold(message),
		source,
		level: levels ? levelClassOf(severityOfLevel(level)) : ('none' as const),
		byRule: cascade.byRule(message, source).result
	}));
	const open = ruled.filter(({ byRule, canonical }) => !byRule && canonical !== '');
	const texts = [...new Set(open.map(({ canonical }) => canonical))];
	const embeddings = await embedTexts(texts);
	const scores = new Map(
		texts.map((text, i) => [
			text,
			cascade.score(text, embeddings.subarray(i * ENCODER_DIMENSIONS, (i + 1) * ENCODER_DIMENSIONS))
		])
	);
	const scoreOf = (canonical: string): Score => scores.get(canonical) as Score;
	const units = new Map<string, Map<string, ScoredUnit>>();
	for (const { source, canonical, level } of shares ? open : []) {
		const own = units.get(source) ?? new Map<string, ScoredUnit>();
		const { probabilities } = scoreOf(canonical);
		units.set(source, own.set(`${level} ${canonical}`, { canonical, level, probabilities }));
	}
	const priors = new Map(
		[...units].map(([source, own]) => [source, cascade.priorsOf([...own.values()])])
	);
	return rows.map((row, i) => {
		const { canonical, level, byRule } = ruled[i] as (typeof ruled)[number];
		const ofHead = (): Classification =>
			cascade.judge(scoreOf(canonical), level, priors.get(row.source));
		const result = byRule ?? (canonical === '' ? EMPTY_RESULT : ofHead());
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
