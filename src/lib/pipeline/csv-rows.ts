import { withoutAnsi } from './ansi';
import { cellText, CsvScanner } from './csv-scanner';
import type { ColumnMapping, InputFormat } from './input-format';
import { joinMessage, messageColumns } from './message-cells';
import type { RowBatch, RowDefaults, RowScanner } from './row-batch';

/** Rows of a table with columns. */
export class CsvRows implements RowScanner {
	private readonly scanner: CsvScanner;
	private readonly wanted: number[] = [];
	private readonly message: number[];
	private readonly roles: { source: number; timestamp: number; level: number };
	private toSkip: number;

	constructor(
		format: InputFormat,
		mapping: ColumnMapping,
		private readonly defaults: RowDefaults
	) {
		this.message = messageColumns(mapping).map((column) => this.slotOf(column));
		this.roles = {
			source: this.slotOf(mapping.source),
			timestamp: this.slotOf(mapping.timestamp),
			level: this.slotOf(mapping.level)
		};
		this.scanner = new CsvScanner(format.delimiter, this.wanted);
		this.toSkip = (format.preamble ?? 0) + (format.header ? 1 : 0);
	}

	push(piece: string, final: boolean): RowBatch {
		const scanned = this.scanner.push(piece, final);
		const skip = Math.min(this.toSkip, scanned.rows);
		this.toSkip -= skip;
		const width = this.wanted.length;
		const cell = (row: number, slot: number): string => {
			if (slot < 0) return '';
			const at = (row * width + slot) * 2;
			return cellText(scanned.text, scanned.cells[at] as number, scanned.cells[at + 1] as number);
		};
		const { roles, defaults, message } = this;
		const [first = -1] = message;
		return {
			scanned,
			skip,
			message:
				message.length === 1
					? (row) => withoutAnsi(cell(row, first))
					: (row) => withoutAnsi(joinMessage(message.map((slot) => cell(row, slot)))),
			source: (row) => cell(row, roles.source) || defaults.source,
			time: (row) => defaults.time.read(cell(row, roles.timestamp)),
			level: (row) => cell(row, roles.level)
		};
	}

	/** Position of a column among those that are read; -1 for none. */
	private slotOf(column: number | undefined): number {
		if (column === undefined) return -1;
		const known = this.wanted.indexOf(column);
		return known === -1 ? this.wanted.push(column) - 1 : known;
	}
}
