import Papa from 'papaparse';
import { ownValues, type ExportColumns, type ExportRow } from './columns';
import type { RowWriter } from './writer';

/** A cell that a spreadsheet would run as a formula; PapaParse's own pattern misses leading blanks and line breaks. */
const FORMULA = /^\s*[=+\-@\t\r\n]/;
/** A byte order mark, or Excel reads UTF-8 as the local code page. */
export const CSV_START = '\uFEFF';

/** Writes rows back as CSV: all input columns, then ours. */
export class CsvWriter implements RowWriter {
	constructor(private readonly columns: ExportColumns) {}

	start(): string {
		return CSV_START + csvLines([this.columns.all]);
	}

	rows(rows: readonly ExportRow[]): string {
		return csvLines(
			rows.map(({ cells, outcome }) => [
				...cells,
				...ownValues(outcome).map((value) =>
					typeof value === 'number' ? value.toFixed(4) : String(value)
				)
			])
		);
	}

	end(): string {
		return '';
	}
}

/** Records as lines of a CSV file. Formula-safe: a cell that looks like one gets an apostrophe. */
export const csvLines = (records: string[][]): string =>
	records.length === 0
		? ''
		: Papa.unparse(records, { quotes: true, newline: '\r\n', escapeFormulae: FORMULA }) + '\r\n';
