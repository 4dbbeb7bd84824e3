import { mayContain, rawRow } from '../../lib/pipeline/read/row-cells';
import type { RowFilter } from '../../lib/pipeline/view/filter';
import { textTest } from '../../lib/pipeline/view/text-match';
import type { StoredRun } from '../run/stored-run';

/** Milliseconds between two reports. */
const REPORT_EVERY = 100;

/**
 * Marks the rows whose message or source passes the filter's search, chunk by chunk.
 *
 * @param onSearched told how much of the run was read, from 0 to 1
 * @param among 1 for each row that may be marked; all unless given
 */
export async function rowsWithText(
	stored: StoredRun,
	filter: Pick<RowFilter, 'text' | 'regex'>,
	onSearched?: (share: number) => void,
	among?: Uint8Array
): Promise<Uint8Array> {
	const { run, table } = stored;
	const wanted = (filter.text ?? '').toLowerCase();
	const isRegex = filter.regex === true;
	const passes = textTest(filter.text ?? '', isRegex);
	const marks = new Uint8Array(table.rowCount);
	const sourceHits = Uint8Array.from(run.sources, (source) => (passes(source) ? 1 : 0));
	let reported = performance.now();
	for (let chunk = 0; chunk < table.chunkStarts.length; chunk++) {
		const rows = await stored.chunk(chunk);
		const { text, ends, start, message } = rows;
		const isAnywhere = isRegex || mayContain(run.format, text, wanted);
		// The cells of a table are at hand; other rows are read only where it may be worth it.
		const isPossible = (at: number): boolean =>
			isRegex || run.format.kind === 'csv' || mayContain(run.format, rawRow(rows, at), wanted);
		for (let at = 0; at < ends.length; at++) {
			const row = start + at;
			if (among?.[row] === 0) continue;
			if (sourceHits[table.source[row] as number] === 1) marks[row] = 1;
			else if (isAnywhere && isPossible(at)) marks[row] = passes(message(at)) ? 1 : 0;
		}
		if (!onSearched || performance.now() - reported < REPORT_EVERY) continue;
		reported = performance.now();
		onSearched((start + ends.length) / table.rowCount);
	}
	return marks;
}
