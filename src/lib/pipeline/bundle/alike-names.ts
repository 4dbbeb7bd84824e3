/**
 * Names that differ only in upper and lower case, in blanks or in how a letter with a mark is coded: mostly one category
 * that was written in two ways.
 *
 * @returns groups of two and more, in the order of the names
 */
export function alikeNames(names: readonly string[]): string[][] {
	const groups = new Map<string, string[]>();
	for (const name of new Set(names)) {
		const key = name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
		groups.set(key, [...(groups.get(key) ?? []), name]);
	}
	return [...groups.values()].filter(({ length }) => length > 1);
}
