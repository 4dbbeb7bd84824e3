import { softmax } from '../head/head';

const ROUNDS = 15;
/** Added to every share, so that a label that is not expected can still turn up. */
const SMALLEST_SHARE = 1e-3;

/**
 * How much more often each label occurs among texts without labels than a head expects: labels are taught evenly, logs are
 * not. Expectation maximisation after Saerens, Latinne & Decaestecker, Adjusting the Outputs of a Classifier to New a
 * Priori Probabilities (2002).
 *
 * @param pool logits of the texts without labels
 * @param expected mean probability of each label where the head was taught
 * @returns logarithm of the ratio, to be added to the intercepts
 */
export function labelShift(
	pool: readonly Float64Array[],
	expected: ArrayLike<number>
): Float64Array {
	const before = Float64Array.from(expected, (share) => share + SMALLEST_SHARE);
	let shift: Float64Array = new Float64Array(before.length);
	if (pool.length === 0) return shift;
	for (let round = 0; round < ROUNDS; round++) {
		const shares = meanProbabilities(pool, shift);
		shift = shares.map((share, k) => Math.log((share + SMALLEST_SHARE) / (before[k] as number)));
	}
	return shift;
}

/** Mean of the probabilities that logits give with `shift` added. */
export function meanProbabilities(
	logits: readonly Float64Array[],
	shift?: Float64Array
): Float64Array {
	const sums = new Float64Array(logits[0]?.length ?? 0);
	for (const row of logits) {
		const moved = shift ? row.map((logit, k) => logit + (shift[k] as number)) : row;
		softmax(moved).forEach((probability, k) => (sums[k] = (sums[k] as number) + probability));
	}
	return sums.map((sum) => sum / logits.length);
}
