import { withoutAnsi } from '../text/ansi';
import { CsvScanner, unescaped } from './csv-scanner';
import { lineFormatsOf } from './formats';
import type { LineFormat } from './formats/line-format';
import { innerEntry } from './inner-entry';
import type { InnerEntry } from './log-entry';
import type { ScannedTable } from './scanned-rows';
import type { ColumnMapping, InputFormat } from './input-format';
import { withoutApostrophe } from './own-export';
import { levelOnScale, levelWithStatus } from './level-scales';
import type { CellColumn, Kernels } from '../kernels/kernels';
import { joinMessage, messageColumns } from './message-cells';
import { sliceText, stringOf, unitCount, type PieceText } from '../text/piece-text';
import type { NumberedCells, RowBatch, RowDefaults, RowScanner } from './rows';
import { SpanOfText, textOfSpan, type Units, type UnitSpan } from '../text/text-units';
import { BACKSLASH, QUOTE } from '../text/char-codes';

/** Which columns of a table are read, and what they mean. */
class TableLayout {
	/** Column positions, in the order in which a scan reports their cells. */
	readonly wanted: number[] = [];
	/** Positions in `wanted` of the columns that make the message; -1 elsewhere stands for none. */
	readonly message: number[];
	readonly source: number;
	readonly timestamp: number;
	readonly level: number;
	readonly clock: number;
	readonly status: number;

	constructor(mapping: ColumnMapping) {
		this.message = messageColumns(mapping).map((column) => this.slotOf(column));
		this.source = this.slotOf(mapping.source);
		this.timestamp = this.slotOf(mapping.timestamp);
		this.level = this.slotOf(mapping.level);
		this.clock = this.slotOf(mapping.clock);
		this.status = this.slotOf(mapping.status);
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

/** Gives the text of the cell in a slot of `TableLayout.wanted`; '' where the row has none. */
type CellOf = (row: number, slot: number) => string;

/** Rows of a table with columns. */
export class CsvRows implements RowScanner {
	private readonly scanner: CsvScanner;
	private readonly layout: TableLayout;
	private toSkip: number;
	private readonly span: UnitSpan = { units: new Uint16Array(0), start: 0, end: 0 };
	private readonly text = new SpanOfText();
	private readonly lineFormats: readonly LineFormat[];

	constructor(
		private readonly format: InputFormat,
		private readonly mapping: ColumnMapping,
		private readonly defaults: RowDefaults,
		private readonly kernels?: Kernels
	) {
		this.layout = new TableLayout(mapping);
		this.scanner = new CsvScanner(
			...([format.delimiter, this.layout.wanted, undefined, format, kernels] as const)
		);
		this.toSkip = (format.preamble ?? 0) + (format.header ? 1 : 0) + (hasRule(format) ? 1 : 0);
		this.lineFormats = lineFormatsOf(format.lineFormats ?? []);
	}

	/** Column positions, in the order of the cells of what `readScanned` takes. */
	get wanted(): readonly number[] {
		return this.layout.wanted;
	}

	push(piece: PieceText, final: boolean): TableBatch {
		return this.readScanned(this.scanner.push(piece, final));
	}

	/** @param scanned what another one found with the same format and mapping */
	readScanned(scanned: ScannedTable): TableBatch {
		const skip = Math.min(this.toSkip, scanned.rows);
		this.toSkip -= skip;
		const { layout, format, mapping } = this;
		const isDirect =
			this.lineFormats.length === 0 &&
			mapping.levelScale === undefined &&
			!format.padded &&
			!format.serialDates &&
			!format.escaped &&
			layout.clock < 0 &&
			layout.status < 0;
		// Where kernels number the cells, only those that are new are asked for as strings.
		const cell = this.cellsOf(scanned, !isDirect || !this.holds(scanned.text));
		const common = {
			scanned,
			skip,
			unitsOf: (row: number): number => {
				const [start, end] = [scanned.starts[row] as number, scanned.ends[row] as number];
				return scanned.beyondAscii?.[row] === 1 ? unitCount(scanned.text, start, end) : end - start;
			}
		};
		return { ...common, ...(isDirect ? this.direct(scanned, cell, skip) : this.composed(cell)) };
	}

	/** Whether the kernels can number the cells of a text. */
	private holds(text: PieceText): boolean {
		return this.kernels?.holds(text) === true;
	}

	/** What is read from single cells as they stand in the text. */
	private direct(scanned: ScannedTable, cell: CellOf, skip: number): FieldsOfRows {
		const { codes, cells, beyondAscii } = scanned;
		const { defaults } = this;
		const { wanted, message, source, timestamp, level } = this.layout;
		const width = wanted.length;
		/** Where the cell's value stands in the text, unless an escaped quotation mark is in it. */
		const units = (row: number, slot: number): UnitSpan => {
			const at = (row * width + slot) * 2;
			const start = slot < 0 ? -1 : (cells[at] as number);
			const end = cells[at + 1] as number;
			if (beyondAscii?.[row] === 1 || this.isEscaped(codes, start, end))
				return this.text.of(cell(row, slot));
			return this.spanOf(codes, start, end);
		};
		const messageOf = this.messageOf(cell);
		const [first = -1] = message;
		const isPlain = message.length === 1 && !scanned.hasEscape;
		return {
			message: isPlain ? (row) => cell(row, first) : messageOf,
			source: (row) => valueOf(cell(row, source)) || defaults.source,
			time: (row) => defaults.time.readUnits(units(row, timestamp)),
			level: (row) => levelOf(cell(row, level)),
			messageUnits: isPlain ? (row) => units(row, first) : (row) => this.text.of(messageOf(row)),
			sourceUnits: (row) => {
				const span = units(row, source);
				return isNoValue(span) ? this.text.of(defaults.source) : span;
			},
			levelUnits: (row) => units(row, level),
			numbered: this.numbered(scanned.text, skip, isPlain)
		};
	}

	/** @param isPlain the message is one cell as it stands in the text */
	private numbered(text: PieceText, skip: number, isPlain: boolean): NumberedCells | undefined {
		const { kernels, layout, format } = this;
		if (!kernels || typeof text === 'string' || !this.holds(text)) return undefined;
		const mark = format.backslash ? BACKSLASH : QUOTE;
		const column = (slot = -1): CellColumn | undefined =>
			slot < 0 ? undefined : { text, slot, mark, skip };
		return {
			kernels,
			file: this,
			message: isPlain ? column(layout.message[0]) : undefined,
			source: column(layout.source),
			level: column(layout.level)
		};
	}

	/** What is put together from cells, read on a scale, or found in a message that is a log line itself. */
	private composed(cell: CellOf): FieldsOfRows {
		const { layout, mapping, defaults, text } = this;
		const messageOf = this.messageOf(cell);
		let newest = -1;
		let entry: InnerEntry = { time: '', level: '', source: '', message: '' };
		// All that is asked of a row is asked before the next one: it is read once.
		const read = (row: number): InnerEntry => {
			if (row === newest) return entry;
			newest = row;
			const whole = messageOf(row);
			const inner = this.lineFormats.length > 0 ? innerEntry(whole, this.lineFormats) : undefined;
			const said = levelOf(cell(row, layout.level)) || (inner?.level ?? '');
			const level = mapping.levelScale ? levelOnScale(said, mapping.levelScale) : said;
			const outer = valueOf(cell(row, layout.source));
			entry = {
				time: this.timeOf(row, cell) || (inner?.time ?? ''),
				level: layout.status < 0 ? level : levelWithStatus(level, cell(row, layout.status)),
				source: (isPlace(outer) && inner?.source) || outer || inner?.source || defaults.source,
				message: inner?.message ?? whole
			};
			return entry;
		};
		return {
			message: (row) => read(row).message,
			source: (row) => read(row).source,
			time: (row) => defaults.time.read(read(row).time),
			level: (row) => read(row).level,
			messageUnits: (row) => text.of(read(row).message),
			levelUnits: (row) => text.of(read(row).level)
		};
	}

	private messageOf(cell: CellOf): (row: number) => string {
		const { message } = this.layout;
		const { glue } = this.mapping;
		return (row) =>
			withoutAnsi(
				joinMessage(
					message.map((slot) => cell(row, slot)),
					glue
				)
			);
	}

	private timeOf(row: number, cell: CellOf): string {
		const { timestamp, clock } = this.layout;
		const time = cell(row, timestamp);
		if (clock >= 0) return `${time} ${cell(row, clock)}`.trim();
		return this.format.serialDates ? timeOfSerial(time) : time;
	}

	/** @param ofMany most cells will be asked for: parts of one string cost less than strings of their own */
	private cellsOf({ text, codes, cells, beyondAscii }: ScannedTable, ofMany: boolean): CellOf {
		const width = this.layout.wanted.length;
		const { backslash, padded, escaped } = this.format;
		let whole: string | undefined;
		const textAt = (row: number, start: number, end: number): string => {
			if (!beyondAscii && (ofMany || typeof text === 'string'))
				return (whole ??= stringOf(text)).slice(start, end);
			return beyondAscii?.[row] === 1
				? stringOf(sliceText(text, start, end))
				: textOfSpan({ units: codes, start, end });
		};
		return (row, slot) => {
			const at = (row * width + slot) * 2;
			const [start, end] = [cells[at] as number, cells[at + 1] as number];
			if (slot < 0 || start < 0) return '';
			const value = textAt(row, start, end);
			if (padded) return value.trim();
			const cell = this.isEscaped(codes, start, end) ? unescaped(value, backslash) : value;
			return escaped ? withoutApostrophe(cell) : cell;
		};
	}

	/** Whether a cell is quoted and holds quotation marks, each of which is escaped. */
	private isEscaped(units: Units, start: number, end: number): boolean {
		if (start < 1 || units[start - 1] !== QUOTE || units[end] !== QUOTE) return false;
		const mark = this.format.backslash ? BACKSLASH : QUOTE;
		for (let at = start; at < end; at++) if (units[at] === QUOTE || units[at] === mark) return true;
		return false;
	}

	private spanOf(units: Units, start: number, end: number): UnitSpan {
		const { span } = this;
		span.units = units;
		span.start = start;
		span.end = start < 0 ? start : end;
		return span;
	}
}

/** A line of dashes follows the header, unless the lines of the frame are passed over anyhow. */
const hasRule = ({ padded, comment }: InputFormat): boolean => padded === true && !comment;

type FieldsOfRows = Omit<TableBatch, 'scanned' | 'skip' | 'unitsOf'>;

/** How databases and logs write that there is no value. */
const NO_VALUES = new Set(['\\N', 'NULL', 'null', '(null)', '-', 'nil']);
const NO_VALUE_STARTS = new Set([...NO_VALUES].map((text) => text.charCodeAt(0)));
const MAX_NO_VALUE_UNITS = 6;

const valueOf = (cell: string): string => (NO_VALUES.has(cell) ? '' : cell);
const levelOf = (cell: string): string => valueOf(withoutAnsi(cell));

/** Whether a cell is empty, or says that there is no value. */
function isNoValue({ units, start, end }: UnitSpan): boolean {
	if (end <= start) return true;
	if (end - start > MAX_NO_VALUE_UNITS || !NO_VALUE_STARTS.has(units[start] as number))
		return false;
	return NO_VALUES.has(textOfSpan({ units, start, end }));
}

/** A file says where a line came from, not which program wrote it. */
const isPlace = (source: string): boolean => /^(?:\/|[A-Za-z]:\\)/.test(source);

/** Excel counts days since the end of 1899. */
const SERIAL_EPOCH = Date.UTC(1899, 11, 30);

/** A serial day number as a time without a zone, since Excel knows none. */
function timeOfSerial(serial: string): string {
	const days = Number(serial);
	if (serial.trim() === '' || Number.isNaN(days)) return serial;
	const milliseconds = SERIAL_EPOCH + Math.round(days * 86_400_000);
	return new Date(milliseconds).toISOString().slice(0, 23);
}
