import { MAX_QUOTED_CELL_CHARS } from '../constants';
import type { Units } from '../text/text-units';
import type { RowPositions } from './row-positions';
import { CR, LF, QUOTE } from '../text/char-codes';

/** The row, or the cell, ends in a piece of text that is still to come. */
const CUT = -1;
/** A closing quotation mark is followed by more text, so that the marks are part of it. */
const NO_QUOTATION = -2;

/** How a table is written, in character codes. */
export interface CsvCodes {
	delimiter: number;
	/** Makes the next quotation mark text; -1 where nothing does. */
	escape: number;
	/** Begins a line that is no row; -1 where nothing does. */
	comment: number;
}

/** One pass over the codes of a text, row by row and cell by cell. Offsets are positions in the codes. */
export class CsvPass {
	/** Rows in which a quoted cell was never closed. */
	readonly unclosed: number[] = [];
	blankLines = 0;
	private isUnclosed = false;
	private readonly length: number;
	private readonly delimiter: number;

	/**
	 * @param slotOf by column: where `rows` wants its cells, undefined for columns that nobody asked for
	 * @param final no more text follows: the last row ends with the codes
	 * @param rows takes what is found
	 */
	constructor(
		private readonly codes: Units,
		private readonly dialect: CsvCodes,
		private readonly slotOf: readonly (number | undefined)[],
		private readonly final: boolean,
		private readonly rows: RowPositions
	) {
		this.length = codes.length;
		this.delimiter = dialect.delimiter;
	}

	/** Reads all whole rows. Returns the offset behind the last of them. */
	run(): number {
		let start = 0;
		while (start < this.length) {
			const end = this.line(start);
			if (end === CUT) break;
			start = end;
		}
		return start;
	}

	/** The offset behind a row, or a line that is none, or `CUT`. */
	private line(start: number): number {
		const first = this.codes[start] as number;
		if (first === LF || first === CR) return this.blankLine(start);
		if (first === this.dialect.comment) return this.behindBreak(this.endOfLine(start));
		return this.row(start);
	}

	private blankLine(start: number): number {
		const end = this.behindBreak(start);
		if (end !== CUT) this.blankLines++;
		return end;
	}

	private row(start: number): number {
		const { codes, rows, delimiter, length } = this;
		rows.begin();
		this.isUnclosed = false;
		let cells = 1;
		let at = this.cell(start, 0);
		while (at !== CUT && at < length && codes[at] === delimiter) at = this.cell(at + 1, cells++);
		const end = at === CUT ? CUT : this.behindBreak(at);
		if (end === CUT) return CUT;
		if (this.isUnclosed) this.unclosed.push(rows.count);
		rows.end(start, end, cells);
		return end;
	}

	/** The offset of what ends the cell, a delimiter or the end of the line, or `CUT`. */
	private cell(start: number, column: number): number {
		const slot = this.slotOf[column];
		const isQuoted = start < this.length && this.codes[start] === QUOTE;
		const close = isQuoted ? this.closingQuote(start) : NO_QUOTATION;
		if (close === CUT) return CUT;
		if (close !== NO_QUOTATION) {
			// Without its marks: the reader looks before the start for the opening one.
			if (slot !== undefined) this.rows.setCell(slot, start + 1, close);
			return close + 1;
		}
		const end = plainEnd(this.codes, start, this.delimiter);
		if (slot !== undefined) this.rows.setCell(slot, start, end);
		return end;
	}

	/**
	 * Offset of the quotation mark that closes the cell opened at `open`, or `CUT`. A cell that the whole text does not
	 * close, or none within the longest that is accepted, is plain text: so the pieces make no difference.
	 */
	private closingQuote(open: number): number {
		const close = closingQuote(this.codes, open, this.dialect);
		if (close !== CUT) return close + 1 === this.length && !this.final ? CUT : close;
		if (!this.final && this.length - open <= MAX_QUOTED_CELL_CHARS) return CUT;
		this.isUnclosed = true;
		return NO_QUOTATION;
	}

	/** The offset behind the line break at an offset, or `CUT`; at the end of the text, its end. */
	private behindBreak(at: number): number {
		const { codes, length, final } = this;
		if (at < length && codes[at] === LF) return at + 1;
		// A CR at the very end may be half of a CRLF whose LF comes with the next piece.
		if (at + 1 >= length) return final ? length : CUT;
		return codes[at + 1] === LF ? at + 2 : at + 1;
	}

	private endOfLine(start: number): number {
		const { codes, length } = this;
		let at = start;
		while (at < length && codes[at] !== LF && codes[at] !== CR) at++;
		return at;
	}
}

/** Offset of the delimiter, the line break or the end of the codes that follows. */
function plainEnd(codes: Units, start: number, delimiter: number): number {
	const { length } = codes;
	let at = start;
	while (at < length) {
		const code = codes[at] as number;
		if (code === delimiter || code === LF || code === CR) break;
		at++;
	}
	return at;
}

/** `CUT` when none is found, `NO_QUOTATION` when it closes nothing. */
function closingQuote(codes: Units, open: number, { delimiter, escape }: CsvCodes): number {
	const { length } = codes;
	const limit = Math.min(length, open + MAX_QUOTED_CELL_CHARS + 1);
	for (let at = open + 1; at < limit; at++) {
		const code = codes[at] as number;
		if (code === escape) at++;
		if (code !== QUOTE) continue;
		const next = at + 1 < length ? (codes[at + 1] as number) : LF;
		if (next === delimiter || next === LF || next === CR) return at;
		if (next !== QUOTE) return NO_QUOTATION;
		at++;
	}
	return CUT;
}
