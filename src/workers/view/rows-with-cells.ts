import { mayContain } from '../../lib/pipeline/read/row-cells';
import type { RowFilter } from '../../lib/pipeline/view/filter';
import type { StoredRun } from '../run/stored-run';
import { columnAt } from './column-names';

/** Marks the rows that have all the cells wanted, chunk by chunk. A column that the run does not have is in no row. */
export async function rowsWithCells(
	stored: StoredRun,
	cells: NonNullable<RowFilter['cells']>
): Promise<Uint8Array> {
	const { run, table } = stored;
	const wanted = cells.map(([column, value]) => ({
		column: columnAt(run.format, column),
		value,
		// Arrays are shown without blanks, however the input has them.
		lowerCase: /^[[{]/.test(value) ? '' : value.toLowerCase()
	}));
	const marks = new Uint8Array(table.rowCount);
	if (wanted.some(({ column }) => column === -1)) return marks;
	for (let chunk = 0; chunk < table.chunkStarts.length; chunk++) {
		const { text, ends, start, cellsOf } = await stored.chunk(chunk);
		if (wanted.every(({ lowerCase }) => mayContain(run.format, text, lowerCase))) {
			const tests = wanted.map(({ column, value }) => {
				const cellAt = cellsOf(column);
				return (at: number): boolean => cellAt(at) === value;
			});
			for (let at = 0; at < ends.length; at++)
				marks[start + at] = tests.every((test) => test(at)) ? 1 : 0;
		}
	}
	return marks;
}
