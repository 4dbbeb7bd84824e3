import { SPARK_BINS } from '../../lib/pipeline/constants';
import { groupRows, isGroupLine, templateOfGroupLine } from '../../lib/pipeline/view/group-rows';
import { nextHit, type Hit } from '../../lib/pipeline/view/next-hit';
import type { RowFilter } from '../../lib/pipeline/view/filter';
import type { Filtered } from '../../lib/pipeline/view/row-filter';
import { sortRows } from '../../lib/pipeline/view/sort-rows';
import { summariseTemplates, type TemplateSummary } from '../../lib/pipeline/view/template-summary';
import { textFinder } from '../../lib/pipeline/view/text-match';
import { timeBins } from '../../lib/pipeline/view/time-bins';
import { SEVERITIES } from '../../lib/pipeline/types';
import type { Arrangement, ViewRow } from '../contracts/viewer';
import type { OpenGroups, OpenTable, OpenView } from './open-view';
import { viewOf } from './row-view';

/** Characters of a message that the table gets; the drawer asks for the whole. */
const SHOWN_CHARS = 2_000;

/** Lists what a filter gave. Throws in plain words when the filter's text is no valid regular expression. */
export function tableOf(
	{ stored: { table } }: OpenView,
	filter: RowFilter,
	filtered: Filtered,
	{ order, groups, unfiltered = false }: Arrangement
): OpenTable {
	const find = filter.text ? textFinder(filter.text, filter.regex === true) : undefined;
	const listed = { filtered, unfiltered, find };
	if (unfiltered) {
		const lines = Uint32Array.from({ length: table.rowCount }, (_, row) => row);
		return { ...listed, lines, groups: undefined };
	}
	const sorted = order ? sortRows(table, filtered.rows, order) : filtered.rows;
	if (!groups) return { ...listed, lines: sorted, groups: undefined };
	const open = new Set(groups.open);
	const grouped = groupRows(sorted, table, filtered.codes.templateCount, open);
	return { ...listed, lines: grouped.lines, groups: { ...grouped, open } };
}

/** Lines `[start, end)` of the table. */
export async function viewLines(view: OpenView, start: number, end: number): Promise<ViewRow[]> {
	const lines = view.table.lines.subarray(start, end);
	const groups = summariesOf(view, lines);
	const rows: ViewRow[] = [];
	for (const line of lines)
		rows.push(await (isGroupLine(line) ? groupRow(view, line, groups) : viewRow(view, line)));
	return rows;
}

/** A row as the table shows it. */
export async function viewRow({ stored, table }: OpenView, row: number): Promise<ViewRow> {
	const view = viewOf(stored, row, await stored.row(row));
	const message = view.message.slice(0, SHOWN_CHARS);
	const hits = table.find && { message: table.find(message), source: table.find(view.source) };
	const isHit = table.unfiltered && table.filtered?.masks[row] === 0;
	return { ...view, message, ...(hits ? { hits } : {}), ...(isHit ? { passes: true } : {}) };
}

async function groupRow(
	view: OpenView,
	line: number,
	groups: ReadonlyMap<number, TemplateSummary>
): Promise<ViewRow> {
	const template = templateOfGroupLine(line);
	const { counts, worst, firstRows, open } = view.table.groups as OpenGroups;
	const first = await viewRow(view, firstRows.get(template) as number);
	const { spark = [], seen, sources = 1 } = groups.get(template) ?? {};
	return {
		...first,
		severity: SEVERITIES[worst[template] as number] ?? first.severity,
		group: {
			rows: counts[template] as number,
			open: open.has(template),
			...{ spark, sources },
			...(seen ? { seen } : {})
		}
	};
}

/** What is known of the templates whose group lines are among some lines. */
function summariesOf(
	{ stored, table: { groups, filtered } }: OpenView,
	lines: Uint32Array
): ReadonlyMap<number, TemplateSummary> {
	const wanted = new Set([...lines].filter(isGroupLine).map(templateOfGroupLine));
	if (!groups || !filtered || wanted.size === 0) return new Map();
	const { timeRange: range } = filtered.facets;
	const bins = range && timeBins(range[0], range[1], SPARK_BINS);
	return summariseTemplates(stored.table, filtered, wanted, groups.counts, bins);
}

/** Line that stands for a row: its own, or else that of its closed group; -1 where neither is listed. */
export function lineOfRow(
	{ stored, table: { lines, groups, filtered } }: OpenView,
	row: number
): number {
	const line = lines.indexOf(row);
	if (line !== -1 || !groups || filtered?.masks[row] !== 0) return line;
	const template = stored.table.template[row] as number;
	return lines.findIndex((one) => isGroupLine(one) && templateOfGroupLine(one) === template);
}

/** The next line that passes the filter of the newest query. @param from -1 for no line */
export function nextHitOf(
	{ table: { lines, filtered, unfiltered } }: OpenView,
	from: number,
	step: 1 | -1
): Hit | undefined {
	const masks = unfiltered ? filtered?.masks : undefined;
	// All lines are rows then, in input order.
	return nextHit(lines.length, masks && ((line) => masks[line] === 0), from, step);
}
