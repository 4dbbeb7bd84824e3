import { MAX_QUOTED_CELL_CHARS } from '../constants';
import { ESCAPE } from '../text/char-codes';
import type { PieceText } from '../text/piece-text';

/** What the WebAssembly module of `src/kernels/` gives. Addresses are bytes of its memory; all numbers are 32 bits. */
export interface KernelExports {
	readonly memory: { readonly buffer: ArrayBuffer };
	take(bytes: number): number;
	countLineBreaks(text: number, length: number): number;
	holdsByte(text: number, length: number, byte: number): number;
	markBeyondAscii(text: number, length: number, ends: number, rows: number, out: number): number;
	setDialect(delimiter: number, escape: number, comment: number, longestQuoted: number): void;
	setColumns(slots: number, columns: number, width: number): void;
	setRows(starts: number, ends: number, counts: number, cells: number, unclosed: number): void;
	scan(text: number, length: number, final: boolean): number;
	rowsFound(): number;
	unclosedFound(): number;
	blankLinesFound(): number;
	newTable(texts: number, bytes: number, longest: number): number;
	numberCells(
		...[table, text, length, cells, width, slot, from, rows, mark, counted, out]: number[]
	): void;
}

/** How a table is written, in character codes of ASCII. */
export interface ByteDialect {
	delimiter: number;
	/** Makes the next quotation mark text; -1 where nothing does. */
	escape: number;
	/** Begins a line that is no row; -1 where nothing does. */
	comment: number;
}

/** Rows found in bytes, in arrays of their own; what they mean says `ScannedTable`. */
export interface ByteScan {
	/** Offset behind the last whole row. */
	consumed: number;
	rows: number;
	starts: Int32Array<ArrayBuffer>;
	ends: Int32Array<ArrayBuffer>;
	cellCounts: Int32Array<ArrayBuffer>;
	cells: Int32Array<ArrayBuffer>;
	unclosed: number[];
	blankLines: number;
	hasEscape: boolean;
	/** 1 for each row with a byte beyond ASCII; undefined when none has. */
	beyondAscii: Uint8Array<ArrayBuffer> | undefined;
}

/** Cells of one column of the rows that are in memory. */
export interface CellColumn {
	/** The text in memory. */
	text: PieceText;
	/** The column's position among those wanted. */
	slot: number;
	/** What escapes a quotation mark in a quoted cell. */
	mark: number;
	/** The first rows, which are no data. */
	skip: number;
}

/** Distinct texts, or shapes of messages, that a table of the kernels numbers. */
export interface NumberTable {
	readonly table: number;
	/** Bytes of a message that its shape is made of; 0 where the texts themselves are numbered. */
	readonly counted: number;
}

/** In place of a cell's start and end: its text is not in memory. */
export const ELSEWHERE = -2;

const encoder = new TextEncoder();

/** Memory of the module that grows by doubling. */
class Area {
	address = 0;
	private room = 0;

	constructor(private readonly exports: KernelExports) {}

	/** Room for so many bytes; what was there before is lost. */
	ensure(bytes: number): number {
		if (bytes > this.room) {
			this.room = Math.max(bytes, this.room * 2);
			this.address = this.exports.take(this.room);
		}
		return this.address;
	}
}

/**
 * The hot loops of reading, in WebAssembly with SIMD. A text is copied into the module's memory once: its rows are found,
 * then its cells are numbered, and equal texts have equal numbers.
 */
export class Kernels {
	private readonly texts: Area;
	private readonly columns: Area;
	private readonly positions: Area;
	private readonly numbers: Area;
	/** The text in memory, and where its cells stand. An empty one has none. */
	private text: PieceText = '';
	private width = 0;
	private rows = 0;
	private cells = 0;

	constructor(private readonly exports: KernelExports) {
		this.texts = new Area(exports);
		this.columns = new Area(exports);
		this.positions = new Area(exports);
		this.numbers = new Area(exports);
	}

	/**
	 * Finds the rows of a table, as `CsvPass` does.
	 * @param slotOf by column: where its cells are wanted
	 * @param width columns that are wanted
	 * @param final no more text follows: the last row ends with the text
	 */
	scan(
		text: Uint8Array,
		dialect: ByteDialect,
		slotOf: readonly (number | undefined)[],
		width: number,
		final: boolean
	): ByteScan {
		const { exports } = this;
		const at = this.texts.ensure(text.length);
		this.bytes(at, text.length).set(text);
		const slots = this.columns.ensure(slotOf.length * 4);
		this.ints(slots, slotOf.length).set(Array.from(slotOf, (slot) => slot ?? -1));
		const most = exports.countLineBreaks(at, text.length) + 1;
		const starts = this.positions.ensure(most * 4 * (4 + width * 2));
		const [ends, counts, unclosed, cells] = [1, 2, 3, 4].map((n) => starts + most * 4 * n) as [
			number,
			number,
			number,
			number
		];
		exports.setDialect(dialect.delimiter, dialect.escape, dialect.comment, MAX_QUOTED_CELL_CHARS);
		exports.setColumns(slots, slotOf.length, width);
		exports.setRows(starts, ends, counts, cells, unclosed);
		const consumed = exports.scan(at, text.length, final);
		const rows = exports.rowsFound();
		Object.assign(this, { text, width, rows, cells });
		return {
			consumed,
			rows,
			starts: this.ints(starts, rows).slice(),
			ends: this.ints(ends, rows).slice(),
			cellCounts: this.ints(counts, rows).slice(),
			cells: this.ints(cells, rows * width * 2).slice(),
			unclosed: Array.from(this.ints(unclosed, exports.unclosedFound())),
			blankLines: exports.blankLinesFound(),
			hasEscape: exports.holdsByte(at, text.length, ESCAPE) !== 0,
			beyondAscii: this.beyondAscii(ends, rows)
		};
	}

	/** @param ends of the rows of the text in memory */
	private beyondAscii(ends: number, rows: number): Uint8Array<ArrayBuffer> | undefined {
		const out = this.numbers.ensure(rows);
		const { length } = this.text;
		const any = this.exports.markBeyondAscii(this.texts.address, length, ends, rows, out);
		return any ? this.bytes(out, rows).slice() : undefined;
	}

	/** Whether a text is the one that is in memory, so that its cells can be numbered. */
	holds(text: PieceText): boolean {
		return text === this.text;
	}

	/**
	 * Takes a text whose rows were found elsewhere, and of each row where one cell stands: its start and end, or `ELSEWHERE`
	 * twice.
	 *
	 * @returns whether it was taken: offsets into a text with characters beyond ASCII are none into its bytes
	 */
	take(text: string, cells: Int32Array): boolean {
		const at = this.texts.ensure(text.length);
		const { read, written } = encoder.encodeInto(text, this.bytes(at, text.length));
		if (read < text.length || written > read) {
			this.text = '';
			return false;
		}
		const cellsAt = this.positions.ensure(cells.length * 4);
		this.ints(cellsAt, cells.length).set(cells);
		Object.assign(this, { text, width: 1, rows: cells.length / 2, cells: cellsAt });
		return true;
	}

	/**
	 * @param texts kept at most, a power of two
	 * @param bytes of all of them
	 * @param longest bytes of one
	 * @param counted bytes of a message that its shape is made of; 0 numbers the texts themselves
	 */
	newTable(texts: number, bytes: number, longest: number, counted = 0): NumberTable {
		return { table: this.exports.newTable(texts, bytes, longest), counted };
	}

	/**
	 * Numbers the cells of a column: from 0 on, in the order in which texts come for the first time. A row without such a
	 * cell has an empty one.
	 * @returns by row, good until the next call; negative for a cell that has to be looked at by itself: it is elsewhere, has a
	 * character beyond ASCII, or the table does not keep it
	 */
	numberCells({ table, counted }: NumberTable, column: CellColumn): Int32Array {
		if (!this.holds(column.text)) throw new RangeError('Another text was taken since.');
		const { rows, width, cells } = this;
		const out = this.numbers.ensure(rows * 4);
		const { text, slot, skip, mark } = column;
		const at = this.texts.address;
		this.exports.numberCells(
			...[table, at, text.length, cells, width, slot, skip, rows, mark, counted, out]
		);
		return this.ints(out, rows);
	}

	private bytes(address: number, length: number): Uint8Array<ArrayBuffer> {
		return new Uint8Array(this.exports.memory.buffer, address, length);
	}

	private ints(address: number, length: number): Int32Array<ArrayBuffer> {
		return new Int32Array(this.exports.memory.buffer, address, length);
	}
}
