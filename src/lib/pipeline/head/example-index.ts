import type { Bundle } from '../bundle/bundle';
import { dotProductsWith, type DotProducts } from './dot-kernel';

/** Labelled examples of a bundle with their embeddings, for evidence and for telling what is unlike anything known. */
export class ExampleIndex {
	private readonly dots: DotProducts;

	/**
	 * @param texts canonical texts
	 * @param labels one for each text
	 * @param embeddings row-major `texts.length × dimensions`, unit vectors times 127
	 */
	constructor(
		private readonly texts: readonly string[],
		private readonly labels: readonly string[],
		embeddings: Int8Array,
		dimensions: number
	) {
		if (labels.length !== texts.length || embeddings.length !== texts.length * dimensions)
			throw new RangeError(
				`${texts.length} texts need as many labels (got ${labels.length}) and ${texts.length * dimensions} numbers (got ${embeddings.length})`
			);
		this.dots = dotProductsWith(embeddings, dimensions);
	}

	get size(): number {
		return this.texts.length;
	}

	/** The `count` most similar examples, best first; similarity is the cosine. */
	nearest(
		embedding: Int8Array,
		count: number
	): { text: string; label: string; similarity: number }[] {
		const best: { at: number; dot: number }[] = [];
		const dots = this.dots(embedding);
		for (let at = 0; at < dots.length; at++) {
			const dot = dots[at] as number;
			if (best.length === count && dot <= (best[count - 1] as { dot: number }).dot) continue;
			best.push({ at, dot });
			best.sort((a, b) => b.dot - a.dot || a.at - b.at);
			best.length = Math.min(best.length, count);
		}
		return best.map(({ at, dot }) => ({
			text: this.texts[at] as string,
			label: this.labels[at] as string,
			similarity: dot / (127 * 127)
		}));
	}
}

/** A unit-length embedding as int8: its parts are in [-1, 1], so 127 is the scale. */
export function quantise(embedding: Float32Array): Int8Array {
	return Int8Array.from(embedding, (value) => Math.round(value * 127));
}

/**
 * The examples that a bundle carries, as an index; undefined where it has none.
 * @param embeddings row-major, unit vectors times 127
 */
export function exampleIndexOf(
	{ examples, labels, encoder }: Bundle,
	embeddings: Int8Array
): ExampleIndex | undefined {
	if (!examples) return undefined;
	const names = examples.labels.map((label) => labels[label]?.name ?? '');
	return new ExampleIndex(examples.texts, names, embeddings, encoder.dimensions);
}
