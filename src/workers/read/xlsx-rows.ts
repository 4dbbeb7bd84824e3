import { streamXlsxRows } from 'hucre/xlsx';
import { MAX_BYTES_IN_MEMORY } from '../../lib/pipeline/constants';
import { InputError } from '../../lib/pipeline/read/input-error';
import { damaged } from './bomb-guard';
import type { TableRecords } from './table-records';
import { readBytes } from './read-bytes';

/** Rows that are handed on at once. */
const ROWS_AT_ONCE = 1_000;

/** The rows of the first sheet of an Excel file; its blank rows are passed over. */
export async function* xlsxRows(file: Blob): AsyncGenerator<TableRecords> {
	if (file.size > MAX_BYTES_IN_MEMORY)
		throw new InputError(
			'The Excel file is too large to be read. Save the sheet as CSV and drop that.'
		);
	let records: string[][] = [];
	let width = 0;
	try {
		for await (const { values } of streamXlsxRows(new Uint8Array(await readBytes(file)))) {
			const cells = values.map(textOf);
			if (cells.every((cell) => cell === '')) continue;
			width ||= cells.length;
			// A sheet leaves out the empty cells at the end of a row.
			while (cells.length < width) cells.push('');
			records.push(cells);
			if (records.length < ROWS_AT_ONCE) continue;
			yield { records, share: 0 };
			records = [];
		}
	} catch (error) {
		throw damaged('Excel', error, 0);
	}
	yield { records, share: 1 };
}

function textOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	// A sheet's times name no zone.
	if (value instanceof Date) return value.toISOString().slice(0, 23);
	return String(value);
}
