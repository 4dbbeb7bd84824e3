import { DEFAULT_LABELS } from '../src/lib/pipeline/default-labels';
import { ENCODER_DIMENSIONS } from '../src/lib/pipeline/encoder-revision';
import { quantise } from '../src/lib/pipeline/example-index';
import type { LabelledText } from './labelled-texts';

export interface ChosenExamples {
	texts: string[];
	/** Positions in `DEFAULT_LABELS`. */
	labels: number[];
	/** Row-major `texts.length × 384`. */
	embeddings: Int8Array;
}

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
	let chosen = texts.map((_, i) => i);
	for (let step = 0; step < 7 && chosen.length !== count; step++) {
		const bound = (low + high) / 2;
		chosen = spread(embeddings, texts.length, bound);
		if (chosen.length > count) high = bound;
		else low = bound;
	}
	return {
		texts: chosen.map((i) => (texts[i] as LabelledText).canonical.slice(0, MAX_CHARS)),
		labels: chosen.map((i) => DEFAULT_LABELS.indexOf((texts[i] as LabelledText).label)),
		embeddings: Int8Array.from(chosen.flatMap((i) => Array.from(quantise(vector(embeddings, i)))))
	};
}

const vector = (embeddings: Float32Array, i: number): Float32Array =>
	embeddings.subarray(i * ENCODER_DIMENSIONS, (i + 1) * ENCODER_DIMENSIONS);

function spread(embeddings: Float32Array, total: number, bound: number): number[] {
	const chosen: number[] = [];
	for (let i = 0; i < total; i++) {
		const candidate = vector(embeddings, i);
		if (!chosen.some((other) => cosine(candidate, vector(embeddings, other)) > bound))
			chosen.push(i);
	}
	return chosen;
}

function cosine(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let d = 0; d < a.length; d++) sum += (a[d] as number) * (b[d] as number);
	return sum;
}
