import { withoutAnsi } from './ansi';
import { cellText, CsvScanner } from './csv-scanner';
import type { ColumnMapping, InputFormat } from './input-format';
import { joinMessage, messageColumns } from './message-cells';
import type { RowBatch, RowDefaults, RowScanner } from './row-batch';
import { SpanOfText, type UnitSpan } from './text-units';

/** Rows of a table with columns. */
export class CsvRows implements RowScanner {
	private readonly scanner: CsvScanner;
	private readonly wanted: number[] = [];
	private readonly message: number[];
	private readonly roles: { source: number; timestamp: number; level: number };
	private toSkip: number;
	private readonly span: UnitSpan = { units: new Uint16Array(0), start: 0, end: 0 };
	private readonly text = new SpanOfText();

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

	push(piece: string, final: boolean, ascii?: Uint8Array): RowBatch {
		const scanned = this.scanner.push(piece, final, ascii);
		const skip = Math.min(this.toSkip, scanned.rows);
		this.toSkip -= skip;
		const { text, cells } = scanned;
		const { roles, defaults, message } = this;
		const width = this.wanted.length;
		const cell = (row: number, slot: number): string => {
			if (slot < 0) return '';
			const at = (row * width + slot) * 2;
			return cellText(text, cells[at] as number, cells[at + 1] as number);
		};
		const units = (row: number, slot: number): UnitSpan => {
			const at = (row * width + slot) * 2;
			return this.unitsOf(text, slot < 0 ? -1 : (cells[at] as number), cells[at + 1] as number);
		};
		const messageOf = (row: number): string =>
			withoutAnsi(joinMessage(message.map((slot) => cell(row, slot))));
		const [first = -1] = message;
		const isPlain = message.length === 1 && !text.includes(ESCAPE);
		const sourceOf = (row: number): string => cell(row, roles.source) || defaults.source;
		return {
			scanned,
			skip,
			message: isPlain ? (row) => cell(row, first) : messageOf,
			source: sourceOf,
			time: (row) => defaults.time.readUnits(units(row, roles.timestamp)),
			level: (row) => cell(row, roles.level),
			messageUnits: isPlain ? (row) => units(row, first) : (row) => this.text.of(messageOf(row)),
			sourceUnits: (row) => {
				const span = units(row, roles.source);
				return span.end > span.start ? span : this.text.of(defaults.source);
			},
			levelUnits: (row) => units(row, roles.level)
		};
	}

	/** A cell's value: where it stands in the text, unless a doubled quote in it means one. */
	private unitsOf(text: string, start: number, end: number): UnitSpan {
		const { span } = this;
		const { units } = this.scanner;
		const isQuoted = start > 0 && units[start - 1] === QUOTE && units[end] === QUOTE;
		if (isQuoted && holdsQuote(units, start, end)) return this.text.of(cellText(text, start, end));
		span.units = units;
		span.start = start;
		span.end = start < 0 ? start : end;
		return span;
	}

	/** Position of a column among those that are read; -1 for none. */
	private slotOf(column: number | undefined): number {
		if (column === undefined) return -1;
		const known = this.wanted.indexOf(column);
		return known === -1 ? this.wanted.push(column) - 1 : known;
	}
}

const QUOTE = 34;
const ESCAPE = '\u001b';

function holdsQuote(units: Uint16Array, start: number, end: number): boolean {
	for (let at = start; at < end; at++) if (units[at] === QUOTE) return true;
	return false;
}
