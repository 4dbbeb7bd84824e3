/** A template that waits for a decision. */
export interface ReviewCandidate {
	template: number;
	rows: number;
	/** Probability of the label it would get; 0 where that is no more than a guess. */
	confidence: number;
	/** Unit length times 127. */
	embedding?: Int8Array | undefined;
}

/**
 * Cosine from which two templates count as saying the same: an answer to one mostly answers the other too. Its effect
 * on the order grows evenly from `FAR`.
 */
const NEAR = 0.9;
const FAR = 0.5;

/**
 * Order in which templates are best asked about: by the rows that an answer settles times the doubt about them, while what
 * is similar to one that is asked about before waits (uncertainty sampling weighted by representativeness, with a greedy
 * diversity penalty; Settles, Active Learning Literature Survey, 2009, sections 3.1 and 3.6).
 *
 * @param asked embeddings of templates that were decided already
 * @param limit number of templates wanted
 * @returns positions in `candidates`
 */
export function reviewOrder(
	candidates: readonly ReviewCandidate[],
	asked: readonly Int8Array[] = [],
	limit = candidates.length
): number[] {
	const worth = candidates.map(({ rows, confidence }) => (1 - confidence) * rows);
	const nearest = new Float64Array(candidates.length);
	const look = (at: number, other: Int8Array): void => {
		const own = candidates[at]?.embedding;
		if (own) nearest[at] = Math.max(nearest[at] as number, cosine(own, other));
	};
	for (const other of asked) candidates.forEach((_, at) => look(at, other));
	const left = new Set(candidates.keys());
	const order: number[] = [];
	while (left.size > 0 && order.length < limit) {
		let best = -1;
		let most = -1;
		for (const at of left) {
			const value = (worth[at] as number) * (1 - repetition(nearest[at] as number));
			if (value > most) [best, most] = [at, value];
		}
		left.delete(best);
		order.push(best);
		const chosen = candidates[best]?.embedding;
		if (chosen) for (const at of left) look(at, chosen);
	}
	return order;
}

/** How much a template repeats one that was asked about: 0 for unlike ones, 1 for the same. */
const repetition = (similarity: number): number =>
	Math.min(1, Math.max(0, (similarity - FAR) / (NEAR - FAR)));

/** Cosine of two unit vectors times 127. */
function cosine(a: Int8Array, b: Int8Array): number {
	let sum = 0;
	for (let d = 0; d < a.length; d++) sum += (a[d] as number) * (b[d] as number);
	return sum / 127 ** 2;
}
