/** A text whose label looks wrong. */
export interface LabelIssue {
	/** Position among the texts. */
	at: number;
	given: string;
	suggested: string;
	/** Out-of-fold probability of the given and of the suggested label. */
	givenProbability: number;
	suggestedProbability: number;
}

/**
 * Finds labels that a model which has not seen them contradicts with more confidence than it usually has in that class:
 * confident learning, prune by noise rate of each class's own threshold (Northcutt, Jiang & Chuang, Confident Learning:
 * Estimating Uncertainty in Dataset Labels, 2021).
 *
 * @param probabilities out-of-fold, one row for each text, over `classes`
 * @returns the least probable given labels first
 */
export function labelIssues(
	classes: readonly string[],
	given: readonly string[],
	probabilities: readonly ArrayLike<number>[]
): LabelIssue[] {
	const own = given.map((label) => classes.indexOf(label));
	const thresholds = classes.map((_, k) => {
		const of = own.flatMap((at, i) =>
			at === k ? [(probabilities[i] as ArrayLike<number>)[k] as number] : []
		);
		return of.length === 0 ? Infinity : of.reduce((sum, value) => sum + value, 0) / of.length;
	});
	const issues = probabilities.flatMap((row, at): LabelIssue[] => {
		const confident = classes
			.map((_, k) => k)
			.filter((k) => (row[k] as number) >= (thresholds[k] as number))
			.sort((a, b) => (row[b] as number) - (row[a] as number));
		const best = confident[0];
		const mine = own[at] as number;
		if (best === undefined || mine === -1 || best === mine || confident.includes(mine)) return [];
		return [
			{
				at,
				given: given[at] as string,
				suggested: classes[best] as string,
				givenProbability: row[mine] as number,
				suggestedProbability: row[best] as number
			}
		];
	});
	return issues.sort((a, b) => a.givenProbability - b.givenProbability);
}
