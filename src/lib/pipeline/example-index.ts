/** Labelled examples of a bundle with their embeddings, for evidence and for telling what is unlike anything known. */
export class ExampleIndex {
	/**
	 * @param texts canonical texts
	 * @param labels one for each text
	 * @param embeddings row-major `texts.length × dimensions`, unit vectors times 127
	 */
	constructor(
		private readonly texts: readonly string[],
		private readonly labels: readonly string[],
		private readonly embeddings: Int8Array,
		private readonly dimensions: number
	) {
		if (labels.length !== texts.length || embeddings.length !== texts.length * dimensions)
			throw new RangeError(
				`${texts.length} texts need as many labels (got ${labels.length}) and ${texts.length * dimensions} numbers (got ${embeddings.length})`
			);
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
		for (let at = 0; at < this.size; at++) {
			const dot = this.dot(embedding, at);
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

	private dot(embedding: Int8Array, at: number): number {
		const { embeddings, dimensions } = this;
		const start = at * dimensions;
		let sum = 0;
		for (let d = 0; d < dimensions; d++)
			sum += (embedding[d] as number) * (embeddings[start + d] as number);
		return sum;
	}
}

/** A unit-length embedding as int8: its parts lie in [-1, 1], so 127 is the scale. */
export function quantise(embedding: Float32Array): Int8Array {
	return Int8Array.from(embedding, (value) => Math.round(value * 127));
}
