/**
 * Deals items to folds so that all items of one group share a fold and each label is spread over the folds (as
 * scikit-learn's `StratifiedGroupKFold`, simplified): what is learned is then never tested on the same message with
 * other numbers, and a rare label is in most folds.
 *
 * @param groups one for each item; a group with several labels goes by its first
 * @param labels one for each item
 * @returns the fold of each item, in `[0, folds)`
 */
export function groupFolds(
	groups: readonly string[],
	labels: readonly string[],
	folds: number
): number[] {
	const groupsOfLabel = new Map<string, Set<string>>();
	const seen = new Set<string>();
	groups.forEach((group, at) => {
		if (seen.has(group)) return;
		seen.add(group);
		const label = labels[at] as string;
		groupsOfLabel.set(label, (groupsOfLabel.get(label) ?? new Set()).add(group));
	});
	const foldOf = new Map<string, number>();
	// One count over all labels: starting each at fold 0 would make the first folds larger.
	for (const set of groupsOfLabel.values())
		for (const group of set) foldOf.set(group, foldOf.size % folds);
	return groups.map((group) => foldOf.get(group) as number);
}
