import type { RunTable } from '../columnar/run-table';

/** The rows of a run that have a time, in the order of time. A row's place in it is its position. */
export interface Timeline {
	/** Row at each position. */
	rows: Uint32Array;
	/** Milliseconds since the epoch, ascending. */
	times: Float64Array;
	start: number;
	end: number;
	/** Milliseconds, at least one. */
	span: number;
}

/** Undefined where fewer than two rows have a time. */
export function timelineOf({ time, rowCount }: RunTable): Timeline | undefined {
	const rows = new Uint32Array(rowCount);
	let count = 0;
	let isSorted = true;
	let last = -Infinity;
	for (let row = 0; row < rowCount; row++) {
		const at = time[row] as number;
		if (Number.isNaN(at)) continue;
		if (at < last) isSorted = false;
		last = at;
		rows[count++] = row;
	}
	if (count < 2) return undefined;
	const sorted = rows.subarray(0, count);
	if (!isSorted) sorted.sort((a, b) => (time[a] as number) - (time[b] as number) || a - b);
	const times = numbersOf(sorted, (row) => time[row] as number);
	const start = times[0] as number;
	const end = times[count - 1] as number;
	return { rows: sorted, times, start, end, span: Math.max(1, end - start) };
}

/** One number for each position or row; a loop, since `from` goes through an iterator and takes several times as long. */
export function numbersOf(from: Uint32Array, numberOf: (value: number) => number): Float64Array {
	const numbers = new Float64Array(from.length);
	for (let at = 0; at < from.length; at++) numbers[at] = numberOf(from[at] as number);
	return numbers;
}

/**
 * Positions by group, each group's in the order of time.
 *
 * @param groupOf group of a row, below `groups`; -1 for a row of none
 */
export function positionsByGroup(
	{ rows }: Timeline,
	groups: number,
	groupOf: (row: number) => number
): Uint32Array[] {
	const starts = new Uint32Array(groups + 1);
	const groupAt = new Int32Array(rows.length);
	for (let position = 0; position < rows.length; position++) {
		const group = groupOf(rows[position] as number);
		groupAt[position] = group;
		if (group >= 0) starts[group + 1] = (starts[group + 1] as number) + 1;
	}
	for (let group = 0; group < groups; group++)
		starts[group + 1] = (starts[group + 1] as number) + (starts[group] as number);
	const next = starts.slice(0, groups);
	const all = new Uint32Array(starts[groups] as number);
	for (let position = 0; position < rows.length; position++) {
		const group = groupAt[position] as number;
		if (group < 0) continue;
		const at = next[group] as number;
		all[at] = position;
		next[group] = at + 1;
	}
	return Array.from({ length: groups }, (_, group) =>
		all.subarray(starts[group], starts[group + 1])
	);
}
