import type { Arrangement } from '../../workers/contracts/viewer';
import type { RowFilter, FilterLists } from '../pipeline/view/filter';
import { STATUS_CLASSES } from '../pipeline/view/filter';
import { SORT_COLUMNS } from '../pipeline/view/sort-rows';
import { CERTAINTIES, SEVERITIES, TIERS } from '../pipeline/types';

/** Reads the filter from a page address. What is no known value of its field is left out. */
export function filterFromQuery(query: URLSearchParams): RowFilter {
	const filter: RowFilter = listsFromQuery(query, '');
	const not = listsFromQuery(query, 'not-');
	const text = query.get('q') ?? '';
	const time = rangeOf(query.get('from'), query.get('to'), Date.parse);
	const confidence = rangeOf(query.get('sure-from'), query.get('sure-to'), Number);
	if (Object.keys(not).length > 0) filter.not = not;
	if (text !== '') filter.text = text;
	if (text !== '' && query.get('regex') === '1') filter.regex = true;
	const cells = cellsFromQuery(query);
	if (cells.length > 0) filter.cells = cells;
	if (time) filter.time = time;
	if (confidence) filter.confidence = confidence;
	if (query.get('muted') === '1') filter.showMuted = true;
	return filter;
}

/** Columns and values stand in pairs, in their order. */
function cellsFromQuery(query: URLSearchParams): [column: string, value: string][] {
	const values = query.getAll('value');
	return query
		.getAll('column')
		.flatMap((column, at): [string, string][] =>
			values[at] === undefined ? [] : [[column, values[at]]]
		);
}

function listsFromQuery(query: URLSearchParams, prefix: string): FilterLists {
	const all = (name: string): string[] => query.getAll(prefix + name);
	const known = <T extends string>(names: readonly T[], name: string): T[] =>
		names.filter((one) => all(name).includes(one));
	const templates = all('template').filter((text) => /^\d+$/.test(text));
	const lists: Required<FilterLists> = {
		labels: all('label'),
		tiers: known(TIERS, 'tier'),
		sources: all('source'),
		severities: known(SEVERITIES, 'severity'),
		certainties: known(CERTAINTIES, 'certainty'),
		families: all('family'),
		templates: templates.map(Number),
		statuses: known(STATUS_CLASSES, 'status')
	};
	return Object.fromEntries(Object.entries(lists).filter(([, values]) => values.length > 0));
}

function rangeOf(
	from: string | null,
	to: string | null,
	read: (text: string) => number
): [number, number] | undefined {
	if (from === null || to === null || from === '' || to === '') return undefined;
	const range: [number, number] = [read(from), read(to)];
	return range[0] < range[1] ? range : undefined;
}

/** Reads how the table is arranged. Which groups are open is not kept. */
export function arrangementFromQuery(query: URLSearchParams): Arrangement {
	const sort = query.get('sort') ?? '';
	const by = SORT_COLUMNS.find((column) => column === sort.replace(/^-/, ''));
	return {
		...(by ? { order: { by, descending: sort.startsWith('-') } } : {}),
		...(query.get('group') === '1' ? { groups: { open: [] } } : {})
	};
}

/** Writes a run's id, a filter and an arrangement as a page address' query. */
export function queryFromFilter(
	runId: string,
	filter: RowFilter,
	{ order, groups }: Arrangement = {}
): URLSearchParams {
	const query = new URLSearchParams({ id: runId });
	writeLists(query, '', filter);
	writeLists(query, 'not-', filter.not ?? {});
	if (filter.text) query.set('q', filter.text);
	if (filter.text && filter.regex) query.set('regex', '1');
	for (const [column, value] of filter.cells ?? []) {
		query.append('column', column);
		query.append('value', value);
	}
	if (filter.time)
		writeRange(query, ['from', 'to'], filter.time, (moment) => new Date(moment).toISOString());
	if (filter.confidence) writeRange(query, ['sure-from', 'sure-to'], filter.confidence, String);
	if (filter.showMuted) query.set('muted', '1');
	if (order) query.set('sort', (order.descending ? '-' : '') + order.by);
	if (groups) query.set('group', '1');
	return query;
}

function writeLists(query: URLSearchParams, prefix: string, lists: FilterLists): void {
	const fields: [name: string, values: readonly (string | number)[] | undefined][] = [
		['label', lists.labels],
		['tier', lists.tiers],
		['source', lists.sources],
		['severity', lists.severities],
		['certainty', lists.certainties],
		['family', lists.families],
		['template', lists.templates],
		['status', lists.statuses]
	];
	for (const [name, values] of fields)
		for (const value of values ?? []) query.append(prefix + name, String(value));
}

function writeRange(
	query: URLSearchParams,
	names: [string, string],
	range: readonly [number, number],
	write: (value: number) => string
): void {
	names.forEach((name, at) => query.set(name, write(range[at] as number)));
}

const ROW_HASH = /^#row=([1-9]\d{0,9})$/;

/** The row that a page address is about, by its index in the run: `#row=1` is the first. */
export function rowFromHash(hash: string): number | undefined {
	const row = ROW_HASH.exec(hash)?.[1];
	return row === undefined ? undefined : Number(row) - 1;
}

/** The end of a page address that is about a row. */
export const hashOfRow = (rowIndex: number): string => `#row=${rowIndex + 1}`;
