import { cellText, CsvScanner, type ScannedRows } from './csv-scanner';
import type { ColumnMapping, FileReading, InputFormat } from './input-format';
import { LineScanner } from './line-scanner';
import { parseTimestamp } from './timestamp';

/** Rows read from one piece of text, with the cells that mean something; the raw rows stay in `scanned.text`. */
export interface RowBatch {
	scanned: ScannedRows;
	/** Rows at the front that are no data: the header. */
	skip: number;
	message(row: number): string;
	source(row: number): string;
	/** Milliseconds since the epoch; NaN where there is none. */
	time(row: number): number;
	level(row: number): string;
}

/** Turns pieces of the decoded text of one file into rows, as the format and the mapping say. */
export class RowReader {
	private readonly scanner: CsvScanner | LineScanner;
	private readonly roles: { message: number; source: number; timestamp: number; level: number };
	private readonly width: number;
	private readonly defaultSource: string;
	private skipHeader: boolean;

	/** @throws RangeError when the mapping names no message column */
	constructor(
		format: InputFormat,
		mapping: ColumnMapping,
		file: Pick<FileReading, 'source'> = { source: mapping.defaultSource }
	) {
		this.defaultSource = file.source;
		if (mapping.message === undefined) throw new RangeError('No column is mapped to the message');
		const wanted = [mapping.message];
		const slot = (column: number | undefined): number =>
			column === undefined
				? -1
				: wanted.includes(column)
					? wanted.indexOf(column)
					: wanted.push(column) - 1;
		this.roles = {
			message: 0,
			source: slot(mapping.source),
			timestamp: slot(mapping.timestamp),
			level: slot(mapping.level)
		};
		this.width = format.kind === 'lines' ? 1 : wanted.length;
		this.scanner =
			format.kind === 'lines' ? new LineScanner() : new CsvScanner(format.delimiter, wanted);
		this.skipHeader = format.kind === 'csv' && format.header;
	}

	push(piece: string, final: boolean): RowBatch {
		const scanned = this.scanner.push(piece, final);
		const skip = this.skipHeader && scanned.rows > 0 ? 1 : 0;
		if (skip > 0) this.skipHeader = false;
		const cell = (row: number, slot: number): string => {
			if (slot < 0) return '';
			const at = (row * this.width + slot) * 2;
			return cellText(scanned.text, scanned.cells[at] as number, scanned.cells[at + 1] as number);
		};
		const { roles, defaultSource } = this;
		return {
			scanned,
			skip,
			message: (row) => cell(row, roles.message),
			source: (row) =>
				roles.source < 0 ? defaultSource : cell(row, roles.source) || defaultSource,
			time: (row) => parseTimestamp(cell(row, roles.timestamp)),
			level: (row) => cell(row, roles.level)
		};
	}
}
