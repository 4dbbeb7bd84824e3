import type { RunTable } from '../columnar/run-table';
import { TIERS } from '../types';

/** Columns that rows can be put in order by. */
export const SORT_COLUMNS = [
	'row',
	'time',
	'source',
	'label',
	'confidence',
	'tier',
	'severity'
] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];

export interface RowOrder {
	by: SortColumn;
	descending: boolean;
}

const DIGIT_BITS = 16;
const DIGITS = 2 ** DIGIT_BITS;

/**
 * Rows in another order, ties as they were: counting sorts on small keys, so that a million rows take some tens of
 * milliseconds. Rows without a time come last in either direction.
 *
 * @param rows ascending
 */
export function sortRows(table: RunTable, rows: Uint32Array, order: RowOrder): Uint32Array {
	if (order.by === 'row') return order.descending ? rows.slice().reverse() : rows;
	if (order.by === 'time') return sortByTime(table, rows, order.descending);
	const { keys, count } = keysOf(table, order.by);
	return countingSort(rows, order.descending ? (row) => count - 1 - keys(row) : keys, count);
}

interface Keys {
	keys: (row: number) => number;
	/** Keys are below this. */
	count: number;
}

function keysOf(table: RunTable, by: Exclude<SortColumn, 'row' | 'time'>): Keys {
	const { template, rule, source, severity } = table;
	if (by === 'severity') return { keys: (row) => severity[row] as number, count: 256 };
	if (by === 'source') {
		const ranks = ranksOf(table.sources.map((name) => name.toLowerCase()));
		return {
			keys: (row) => ranks.of[source[row] as number] ?? ranks.count - 1,
			count: ranks.count
		};
	}
	const codes = table.codes();
	const outcome = (row: number): number => codes.at(rule[row] as number, template[row] as number);
	if (by === 'tier')
		return { keys: (row) => codes.tier[outcome(row)] as number, count: TIERS.length };
	if (by === 'label') {
		const ranks = ranksOf(codes.labels);
		return {
			keys: (row) => ranks.of[codes.label[outcome(row)] as number] as number,
			count: ranks.count
		};
	}
	const ranks = ranksOf(codes.confidence);
	return { keys: (row) => ranks.of[outcome(row)] as number, count: ranks.count };
}

/** Rank of each value among the distinct ones, from 0. */
function ranksOf(values: ArrayLike<string | number>): { of: Uint32Array; count: number } {
	const distinct = [...new Set(Array.from(values))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
	const rank = new Map(distinct.map((value, at) => [value, at]));
	const of = Uint32Array.from(Array.from(values), (value) => rank.get(value) as number);
	return { of, count: Math.max(1, distinct.length) };
}

/** Radix sort on the milliseconds since the earliest row. */
function sortByTime(table: RunTable, rows: Uint32Array, descending: boolean): Uint32Array {
	const timed = rows.filter((row) => !Number.isNaN(table.time[row]));
	const untimed = rows.filter((row) => Number.isNaN(table.time[row]));
	let earliest = Infinity;
	let latest = -Infinity;
	for (const row of timed) {
		earliest = Math.min(earliest, table.time[row] as number);
		latest = Math.max(latest, table.time[row] as number);
	}
	const age = (row: number): number =>
		Math.round(
			descending ? latest - (table.time[row] as number) : (table.time[row] as number) - earliest
		);
	let sorted: Uint32Array = timed;
	for (let unit = 1; unit <= latest - earliest; unit *= DIGITS)
		sorted = countingSort(sorted, (row) => Math.floor(age(row) / unit) % DIGITS, DIGITS);
	const all = new Uint32Array(rows.length);
	all.set(sorted);
	all.set(untimed, sorted.length);
	return all;
}

/** @param key whole number in `[0, count)` of a row */
function countingSort(rows: Uint32Array, key: (row: number) => number, count: number): Uint32Array {
	const starts = new Uint32Array(count + 1);
	const keys = new Uint32Array(rows.length);
	for (let at = 0; at < rows.length; at++) {
		const value = key(rows[at] as number);
		keys[at] = value;
		starts[value + 1] = (starts[value + 1] as number) + 1;
	}
	for (let value = 0; value < count; value++)
		starts[value + 1] = (starts[value + 1] as number) + (starts[value] as number);
	const sorted = new Uint32Array(rows.length);
	for (let at = 0; at < rows.length; at++) {
		const value = keys[at] as number;
		const place = starts[value] as number;
		sorted[place] = rows[at] as number;
		starts[value] = place + 1;
	}
	return sorted;
}
