import { withoutAnsi } from '../text/ansi';
import { CsvScanner } from './csv-scanner';
import type { ScannedTable } from './scanned-rows';
import type { ColumnMapping, InputFormat } from './input-format';
import { joinMessage, messageColumns } from './message-cells';
import { indexOfAscii, sliceText, stringOf, unitCount, type PieceText } from '../text/piece-text';
import type { RowBatch, RowDefaults, RowScanner } from './rows';
import { SpanOfText, textOfSpan, type UnitSpan } from '../text/text-units';

/** Which columns of a table are read, and what they mean. */
class TableLayout {
	/** Column positions, in the order in which a scan reports their cells. */
	readonly wanted: number[] = [];
	/** Positions in `wanted` of the columns that make the message; -1 elsewhere stands for none. */
	readonly message: number[];
	readonly source: number;
	readonly timestamp: number;
	readonly level: number;

	constructor(mapping: ColumnMapping) {
		this.message = messageColumns(mapping).map((column) => this.slotOf(column));
		this.source = this.slotOf(mapping.source);
		this.timestamp = this.slotOf(mapping.timestamp);
		this.level = this.slotOf(mapping.level);
	}

	private slotOf(column: number | undefined): number {
		if (column === undefined) return -1;
		const known = this.wanted.indexOf(column);
		return known === -1 ? this.wanted.push(column) - 1 : known;
	}
}

/** Rows of a table, in arrays that another thread can be handed. */
export interface TableBatch extends RowBatch {
	scanned: ScannedTable;
}

/** Rows of a table with columns. */
export class CsvRows implements RowScanner {
	private readonly scanner: CsvScanner;
	private readonly layout: TableLayout;
	private toSkip: number;
	private readonly span: UnitSpan = { units: new Uint16Array(0), start: 0, end: 0 };
	private readonly text = new SpanOfText();

	constructor(
		format: InputFormat,
		mapping: ColumnMapping,
		private readonly defaults: RowDefaults
	) {
		this.layout = new TableLayout(mapping);
		this.scanner = new CsvScanner(format.delimiter, this.layout.wanted);
		this.toSkip = (format.preamble ?? 0) + (format.header ? 1 : 0);
	}

	push(piece: PieceText, final: boolean): TableBatch {
		return this.readScanned(this.scanner.push(piece, final));
	}

	/** @param scanned what another one found with the same format and mapping */
	readScanned(scanned: ScannedTable): TableBatch {
		const skip = Math.min(this.toSkip, scanned.rows);
		this.toSkip -= skip;
		const { text, codes, cells, beyondAscii } = scanned;
		const { defaults } = this;
		const { wanted, message, source, timestamp, level } = this.layout;
		const width = wanted.length;
		// Parts of one string cost less than strings of their own.
		let whole: string | undefined;
		const textAt = (row: number, start: number, end: number): string => {
			if (!beyondAscii) return (whole ??= stringOf(text)).slice(start, end);
			return beyondAscii[row] === 1
				? stringOf(sliceText(text, start, end))
				: textOfSpan({ units: codes, start, end });
		};
		const cell = (row: number, slot: number): string => {
			const at = (row * width + slot) * 2;
			const [start, end] = [cells[at] as number, cells[at + 1] as number];
			if (slot < 0 || start < 0) return '';
			const value = textAt(row, start, end);
			return holdsQuote(codes, start, end) ? value.replaceAll('""', '"') : value;
		};
		/** Where the cell's value stands in the text, unless a doubled quote in it means one. */
		const units = (row: number, slot: number): UnitSpan => {
			const at = (row * width + slot) * 2;
			const start = slot < 0 ? -1 : (cells[at] as number);
			const end = cells[at + 1] as number;
			if (beyondAscii?.[row] === 1 || holdsQuote(codes, start, end))
				return this.text.of(cell(row, slot));
			return this.spanOf(codes, start, end);
		};
		const messageOf = (row: number): string =>
			withoutAnsi(joinMessage(message.map((slot) => cell(row, slot))));
		const [first = -1] = message;
		const isPlain = message.length === 1 && indexOfAscii(text, ESCAPE) === -1;
		return {
			scanned,
			skip,
			message: isPlain ? (row) => cell(row, first) : messageOf,
			source: (row) => cell(row, source) || defaults.source,
			time: (row) => defaults.time.readUnits(units(row, timestamp)),
			level: (row) => cell(row, level),
			unitsOf: (row) => {
				const [start, end] = [scanned.starts[row] as number, scanned.ends[row] as number];
				return beyondAscii?.[row] === 1 ? unitCount(text, start, end) : end - start;
			},
			messageUnits: isPlain ? (row) => units(row, first) : (row) => this.text.of(messageOf(row)),
			sourceUnits: (row) => {
				const span = units(row, source);
				return span.end > span.start ? span : this.text.of(defaults.source);
			},
			levelUnits: (row) => units(row, level)
		};
	}

	private spanOf(units: Uint16Array, start: number, end: number): UnitSpan {
		const { span } = this;
		span.units = units;
		span.start = start;
		span.end = start < 0 ? start : end;
		return span;
	}
}

const QUOTE = 34;
const ESCAPE = 27;

/** Whether a cell is quoted and has quotes in it: each of them is written twice. */
function holdsQuote(units: Uint16Array, start: number, end: number): boolean {
	if (start < 1 || units[start - 1] !== QUOTE || units[end] !== QUOTE) return false;
	for (let at = start; at < end; at++) if (units[at] === QUOTE) return true;
	return false;
}
