import { softmax } from '../head/head';
import { learnShares } from '../head/run-priors';

/**
 * How much more often each label occurs among texts without labels than a head expects: labels are taught evenly, logs are
 * not. The same expectation maximisation as for a run (`learnShares`), over all labels at once.
 *
 * @param pool logits of the texts without labels
 * @param expected mean probability of each label where the head was taught
 * @returns logarithm of the ratio, to be added to the intercepts
 */
export function labelShift(pool: readonly Float64Array[], expected: ArrayLike<number>): number[] {
	const rows = pool.map((logits) => softmax(logits));
	const weights = rows.map(() => 1);
	const classes = Array.from(expected, (_, at) => at);
	return learnShares(rows, weights, classes, Array.from(expected), 1).shift;
}

/** Mean of the probabilities that logits give. */
export function meanProbabilities(logits: readonly Float64Array[]): Float64Array {
	const sums = new Float64Array(logits[0]?.length ?? 0);
	for (const row of logits)
		softmax(row).forEach((probability, k) => (sums[k] = (sums[k] as number) + probability));
	return sums.map((sum) => sum / logits.length);
}
