/** Marks a line of a grouped table that stands for a whole template; the other bits are the template's position. */
const GROUP_BIT = 0x80000000;

export const isGroupLine = (line: number): boolean => line >= GROUP_BIT;
export const templateOfGroupLine = (line: number): number => line - GROUP_BIT;

/**
 * Lines of a grouped table: one for each template, most frequent first, and below those that are open their rows.
 *
 * @param rows matching rows, in the order in which an open group lists them
 * @param templateOf template of every row of the run
 * @param open templates whose rows are listed
 * @returns rows, and group lines as `isGroupLine` tells them; with the number of rows and the first
 *   row of each template
 */
export function groupRows(
	rows: Uint32Array,
	templateOf: Uint32Array,
	templateCount: number,
	open: ReadonlySet<number>
): { lines: Uint32Array; counts: Uint32Array; firstRows: Map<number, number> } {
	const counts = new Uint32Array(templateCount);
	const firstRows = new Map<number, number>();
	const listed = new Map<number, number[]>();
	for (const row of rows) {
		const template = templateOf[row] as number;
		if (counts[template] === 0) firstRows.set(template, row);
		counts[template] = (counts[template] as number) + 1;
		if (!open.has(template)) continue;
		const list = listed.get(template);
		if (list) list.push(row);
		else listed.set(template, [row]);
	}
	const templates = Array.from(counts.keys()).filter((template) => counts[template] !== 0);
	templates.sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
	const openRows = [...listed.values()].reduce((sum, list) => sum + list.length, 0);
	const lines = new Uint32Array(templates.length + openRows);
	let at = 0;
	for (const template of templates) {
		lines[at++] = GROUP_BIT + template;
		const list = listed.get(template);
		if (!list) continue;
		lines.set(list, at);
		at += list.length;
	}
	return { lines, counts, firstRows };
}
