import { PROBLEM } from '../bundle/label-tree';
import type { RunTable } from '../columnar/run-table';
import { SEVERITIES } from '../types';

/** Marks a line of a grouped table that stands for a whole template; the other bits are the template's position. */
const GROUP_BIT = 0x80000000;

export const isGroupLine = (line: number): boolean => line >= GROUP_BIT;
export const templateOfGroupLine = (line: number): number => line - GROUP_BIT;

/** The table's groups and what is known of each. */
export interface RowGroups {
	/** Rows, and group lines as `isGroupLine` tells them. */
	lines: Uint32Array;
	/** Matching rows, and the worst position in `SEVERITIES` among them, by template. */
	counts: Uint32Array;
	worst: Uint8Array;
	/** First matching row by template. */
	firstRows: Map<number, number>;
}

/** What an engineer wants to see first; within each, the most frequent. */
const RANKS = { pinned: 0, severeProblem: 1, problem: 2, unknown: 3, other: 4, muted: 5 };
const SEVERE = SEVERITIES.indexOf('error');

/**
 * Lines of a grouped table: one for each template, problems first and then the most frequent, muted ones at the end, and
 * below those that are open their rows.
 *
 * @param rows matching rows, in the order in which an open group lists them
 * @param open templates whose rows are listed
 */
export function groupRows(
	rows: Uint32Array,
	table: RunTable,
	templateCount: number,
	open: ReadonlySet<number>
): RowGroups {
	const { template: templateOf, severity } = table;
	const counts = new Uint32Array(templateCount);
	const worst = new Uint8Array(templateCount).fill(SEVERITIES.length);
	const firstRows = new Map<number, number>();
	const listed = new Map<number, number[]>();
	for (const row of rows) {
		const template = templateOf[row] as number;
		if (counts[template] === 0) firstRows.set(template, row);
		counts[template] = (counts[template] as number) + 1;
		if ((severity[row] as number) < (worst[template] as number))
			worst[template] = severity[row] as number;
		if (!open.has(template)) continue;
		const list = listed.get(template);
		if (list) list.push(row);
		else listed.set(template, [row]);
	}
	const ranks = new Map(
		[...firstRows].map(([template, row]) => [
			template,
			rankOf(table, template, row, worst[template] as number)
		])
	);
	const templates = [...firstRows.keys()].sort(
		(a, b) =>
			(ranks.get(a) as number) - (ranks.get(b) as number) ||
			(counts[b] as number) - (counts[a] as number) ||
			a - b
	);
	return { lines: linesOf(templates, listed), counts, worst, firstRows };
}

function rankOf(table: RunTable, template: number, row: number, worst: number): number {
	const mark = table.markOf(template);
	if (mark !== undefined) return RANKS[mark];
	const { label, certainty } = table.outcome(row);
	const isProblem = table.tree.isWithin(label, PROBLEM);
	const isSevere = worst <= SEVERE;
	if (isProblem && isSevere) return RANKS.severeProblem;
	if (isProblem || isSevere) return RANKS.problem;
	return certainty === 'unknown' ? RANKS.unknown : RANKS.other;
}

function linesOf(
	templates: readonly number[],
	listed: ReadonlyMap<number, readonly number[]>
): Uint32Array {
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
	return lines;
}
