/**
 * Position of the label to give. With a problem threshold it is decided in two steps, problem or not by the summed
 * probability and then the most probable label of that side: many problem labels share what one normal label has alone.
 *
 * @param isProblem one for each class
 * @param problemThreshold summed probability from which a message counts as a problem; undefined: the most probable wins
 * @returns undefined when a probability is not a number, which happens when a head's sums overflow
 */
export function chooseLabel(
	probabilities: ArrayLike<number>,
	isProblem: readonly boolean[],
	problemThreshold: number | undefined
): number | undefined {
	const all = Array.from(probabilities, (probability, at) => ({ probability, at }));
	if (all.some(({ probability }) => Number.isNaN(probability))) return undefined;
	if (problemThreshold === undefined) return mostProbable(all);
	const mass = all.reduce((sum, { probability, at }) => sum + (isProblem[at] ? probability : 0), 0);
	const side = all.filter(({ at }) => (isProblem[at] ?? false) === mass >= problemThreshold);
	return mostProbable(side.length > 0 ? side : all);
}

function mostProbable(candidates: readonly { probability: number; at: number }[]): number {
	return candidates.reduce((best, candidate) =>
		candidate.probability > best.probability ? candidate : best
	).at;
}
