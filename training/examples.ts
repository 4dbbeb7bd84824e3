import { DEFAULT_LABELS } from '../src/lib/pipeline/bundle/default-labels';
import { ENCODER_DIMENSIONS } from '../src/lib/pipeline/embed/encoder-revision';
import { quantise } from '../src/lib/pipeline/head/example-index';
import type { LabelledText } from './labelled-texts';

export interface ChosenExamples {
	texts: string[];
	/** Positions among the messages that they were chosen from. */
	rows: number[];
	/** Positions in `DEFAULT_LABELS`. */
	labels: number[];
	/** Row-major `texts.length × 384`. */
	embeddings: Int8Array;
}

/** Candidates for each example: choosing among all messages would take minutes and change little. */
const CANDIDATES_PER_EXAMPLE = 3;
/** Longest example text that ships. */
const MAX_CHARS = 200;

/**
 * Picks examples that cover the corpus: takes each message unless a chosen one is too similar to it, and tightens or
 * loosens that bound until about `count` are left.
 */
export function chooseExamples(
	texts: readonly LabelledText[],
	embeddings: Float32Array,
	count: number
): ChosenExamples {
	let [low, high] = [0.3, 1];
	const stride = Math.max(1, Math.floor(texts.length / (count * CANDIDATES_PER_EXAMPLE)));
	const candidates = texts.map((_, i) => i).filter((i) => i % stride === 0);
	let chosen = candidates;
	for (let step = 0; step < 6 && chosen.length !== count; step++) {
		const bound = (low + high) / 2;
		chosen = spread(embeddings, candidates, bound);
		if (chosen.length > count) high = bound;
		else low = bound;
	}
	return {
		texts: chosen.map((i) => (texts[i] as LabelledText).canonical.slice(0, MAX_CHARS)),
		rows: chosen,
		labels: chosen.map((i) => DEFAULT_LABELS.indexOf((texts[i] as LabelledText).label)),
		embeddings: Int8Array.from(chosen.flatMap((i) => Array.from(quantise(vector(embeddings, i)))))
	};
}

/** Embeddings of all messages by encoders that have not seen some of their systems. */
export interface UnseenEmbeddings {
	/** For each fold those of all messages, by the encoder that was tuned without its systems; row-major. */
	byFold: readonly Float32Array[];
	/** Fold of each message. */
	folds: readonly number[];
}

/**
 * Similarity to the nearest example of another system that all but `share` of the messages reach: what is below is unlike
 * anything known. Each message is compared by the encoder that has not seen its system.
 */
export function rejectionBound(
	texts: readonly LabelledText[],
	{ rows }: ChosenExamples,
	{ byFold, folds }: UnseenEmbeddings,
	share: number
): number {
	const examples = byFold.map((embeddings) => rows.map((row) => quantise(vector(embeddings, row))));
	const similarities = texts.map(({ system }, i) => {
		const fold = folds[i] as number;
		const own = quantise(vector(byFold[fold] as Float32Array, i));
		let best = -1;
		for (const [e, example] of (examples[fold] as Int8Array[]).entries())
			if (texts[rows[e] as number]?.system !== system)
				best = Math.max(best, cosine(own, example) / 127 ** 2);
		return best;
	});
	const bound = [...similarities].sort((a, b) => a - b)[Math.floor(texts.length * share)] as number;
	return Math.round(bound * 1_000) / 1_000;
}

const vector = (embeddings: Float32Array, i: number): Float32Array =>
	embeddings.subarray(i * ENCODER_DIMENSIONS, (i + 1) * ENCODER_DIMENSIONS);

function spread(embeddings: Float32Array, candidates: readonly number[], bound: number): number[] {
	const chosen: number[] = [];
	for (const i of candidates) {
		const candidate = vector(embeddings, i);
		if (!chosen.some((other) => cosine(candidate, vector(embeddings, other)) > bound))
			chosen.push(i);
	}
	return chosen;
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
	let sum = 0;
	for (let d = 0; d < a.length; d++) sum += (a[d] as number) * (b[d] as number);
	return sum;
}
