import { canonicalise } from '../lib/pipeline/canonical/canonical';
import { PROBLEM } from '../lib/pipeline/bundle/label-tree';
import type { Embed } from '../lib/pipeline/embed/embed-pool';
import { ENCODER_DIMENSIONS } from '../lib/pipeline/embed/encoder-revision';
import type { SettledJudged } from '../lib/pipeline/evaluate/certainty';
import type { Cascade, CascadeRow } from '../lib/pipeline/head/cascade';
import { severityOfLevel } from '../lib/pipeline/read/level-words';
import { levelClassOf, type Classification, type Tier } from '../lib/pipeline/types';

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

export interface EvaluationOptions {
	/** How a message becomes canonical; anything but the default is for measuring. */
	fold?: (message: string) => string;
	/** Whether the messages of a run tell what to expect of each other. */
	shares?: boolean;
	/** Whether the head is told the level. */
	levels?: boolean;
	/** Whether each source is a run of its own; all rows are one unless so. */
	bySource?: boolean;
}

/** Sends rows through the cascade. Source, message and level reach it, and no label. */
export async function evaluateRows(
	rows: readonly LabelledRow[],
	cascade: Cascade,
	embed: Embed,
	{ fold = canonicalise, shares = true, levels = true, bySource = false }: EvaluationOptions = {}
): Promise<EvaluatedRow[]> {
	const all = rows.map(({ message, source, level }) => ({
		message,
		source,
		canonical: fold(message),
		level: levels ? levelClassOf(severityOfLevel(level)) : ('none' as const)
	}));
	const texts = [...new Set(all.map(({ canonical }) => canonical))].filter((text) => text !== '');
	const embeddings = await embed(texts);
	const positions = new Map(texts.map((text, at) => [text, at * ENCODER_DIMENSIONS]));
	const embeddingOf = (canonical: string): Float32Array => {
		const start = positions.get(canonical) as number;
		return embeddings.subarray(start, start + ENCODER_DIMENSIONS);
	};
	const results = new Map<CascadeRow, Classification>();
	const runs = bySource
		? [...new Set(all.map((row) => row.source))].map((source) =>
				all.filter((row) => row.source === source)
			)
		: [all];
	for (const own of runs)
		cascade
			.classifyRows(own, embeddingOf, shares)
			.forEach((result, at) => results.set(own[at] as CascadeRow, result));
	return rows.map((row, at) => {
		const { canonical } = all[at] as CascadeRow;
		return {
			...row,
			canonical,
			...evaluated(results.get(all[at] as CascadeRow) as Classification, cascade)
		};
	});
}

function evaluated(
	{ label, confidence, tier, certainty, family, needsReview, problem }: Classification,
	{ tree }: Cascade
): Omit<EvaluatedRow, keyof LabelledRow | 'canonical'> {
	return {
		predicted: label,
		confidence,
		tier,
		certainty,
		family,
		problem: problem ?? (tree.isWithin(label, PROBLEM) ? 1 : 0),
		needsReview
	};
}
