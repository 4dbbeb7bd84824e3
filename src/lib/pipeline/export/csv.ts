import Papa from 'papaparse';
import { needsApostrophe } from '../read/own-export';
import { ownValues, type ExportColumns, type ExportRow } from './columns';
import type { RowWriter } from './writer';

/** A byte order mark, or Excel reads UTF-8 as the local code page. */
export const CSV_START = '\uFEFF';

/** Writes rows back as CSV: all input columns, then ours. */
export class CsvWriter implements RowWriter {
	constructor(private readonly columns: ExportColumns) {}

	start(): string {
		return CSV_START + csvHeader(this.columns.all);
	}

	rows(rows: readonly ExportRow[]): string {
		return csvLines(
			rows.map((row) => [
				...row.cells,
				...ownValues(row).map((value) =>
					typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(4) : String(value)
				)
			])
		);
	}

	end(): string {
		return '';
	}
}

/** Records as lines of a CSV file. Formula-safe: a cell that a spreadsheet would run gets an apostrophe. */
export const csvLines = (records: string[][]): string =>
	linesOf(records.map((cells) => cells.map((cell) => (needsApostrophe(cell) ? `'${cell}` : cell))));

/** The line of names, which carry no apostrophe: one that is more than a name, and could be run, gets an underscore. */
export const csvHeader = (names: readonly string[]): string =>
	linesOf([
		names.map((name) => (needsApostrophe(name) && !PLAIN_NAME.test(name) ? `_${name}` : name))
	]);

/** `@timestamp`, `-v`: nothing that a spreadsheet could run. */
const PLAIN_NAME = /^[@+-]?[\p{L}\p{N}_.[\] -]*$/u;

const linesOf = (records: string[][]): string =>
	records.length === 0 ? '' : Papa.unparse(records, { quotes: true, newline: '\r\n' }) + '\r\n';
