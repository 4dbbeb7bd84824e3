import { needsApostrophe } from '../read/own-export';
import {
	outcomeValues,
	placeValues,
	type ExportColumns,
	type ExportRow,
	type OwnValue
} from './columns';
import { keptTexts } from './kept-texts';
import { LineBytes } from './line-bytes';
import type { RowWriter } from './writer';

/** A byte order mark, or Excel reads UTF-8 as the local code page. */
export const CSV_START = '\uFEFF';

/** Writes rows back as CSV: all input columns, then ours. */
export class CsvWriter implements RowWriter {
	private readonly bytes = new LineBytes();

	constructor(private readonly columns: ExportColumns) {}

	start(): string {
		return CSV_START + csvHeader(this.columns.all);
	}

	rows(rows: Iterable<ExportRow>): Uint8Array<ArrayBuffer> {
		return this.bytes.of(this.lines(rows));
	}

	/** The lines of rows, line ends included. */
	*lines(rows: Iterable<ExportRow>): Generator<string> {
		const outcomeText = keptTexts((outcome: ExportRow['outcome']) =>
			quotedCells(outcomeValues(outcome).map(cellOf))
		);
		const templateText = keptTexts(quoted);
		for (const { cells, outcome, place } of rows) {
			let line = '';
			for (const cell of cells) line += `${quoted(cell)},`;
			line += outcomeText(outcome);
			if (place) {
				const [row, time, , ...said] = placeValues(place);
				line += `,"${row}",${quoted(time)},${templateText(place.template)}`;
				for (const value of said) line += `,${quoted(value)}`;
			}
			yield line + LINE_END;
		}
	}

	end(): string {
		return '';
	}
}

const LINE_END = '\r\n';

const cellOf = (value: OwnValue): string =>
	typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(4) : String(value);

/** A cell between quotation marks. Formula-safe: one that a spreadsheet would run gets an apostrophe. */
const quoted = (cell: string): string =>
	needsApostrophe(cell) ? `"'${escaped(cell)}"` : `"${escaped(cell)}"`;

const escaped = (cell: string): string => (cell.includes('"') ? cell.replaceAll('"', '""') : cell);

const quotedCells = (cells: readonly string[]): string => cells.map(quoted).join(',');

/** Records as lines of a CSV file, formula-safe. */
export const csvLines = (records: string[][]): string =>
	records.map((cells) => quotedCells(cells) + LINE_END).join('');

/** The line of names, which carry no apostrophe: one that is more than a name, and could be run, gets an underscore. */
export const csvHeader = (names: readonly string[]): string =>
	names
		.map((name) => (needsApostrophe(name) && !PLAIN_NAME.test(name) ? `_${name}` : name))
		.map((name) => `"${escaped(name)}"`)
		.join(',') + LINE_END;

/** `@timestamp`, `-v`: nothing that a spreadsheet could run. */
const PLAIN_NAME = /^[@+-]?[\p{L}\p{N}_.[\] -]*$/u;
