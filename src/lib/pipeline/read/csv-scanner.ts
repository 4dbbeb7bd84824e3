import { MAX_QUOTED_CELL_CHARS } from '../constants';
import { codesOf, joinTexts, sliceText, stringOf, type PieceText } from '../text/piece-text';
import { RowPositions } from './row-positions';
import type { ScannedRows, ScannedTable } from './scanned-rows';
import { beyondAscii } from '../text/utf8';

const QUOTE = 34;
const BACKSLASH = 92;
const LF = 10;
const CR = 13;

/** What some tables have beside RFC 4180. */
export interface CsvDialect {
	/** A backslash in a quoted cell makes the next quotation mark text. */
	backslash?: boolean | undefined;
	/** Lines that begin with this character are no rows. */
	comment?: string | undefined;
}

/**
 * Splits CSV text into rows in a single pass (RFC 4180 plus what real files do: LF, CRLF and CR line ends mixed, spaces
 * around quoted cells kept as text, quotes inside an unquoted cell taken literally). Feed it pieces of any size with
 * `push`; a row that is cut by the end of a piece is carried over. Held to PapaParse by a differential test.
 */
export class CsvScanner {
	/** What the last scan left over, and what came since. */
	private carry: PieceText = '';
	private waiting: PieceText[] = [];

	/** What lets a quotation mark be text, and what begins a line that is passed over; -1: nothing does. */
	private readonly escape: number;
	private readonly comment: number;

	/**
	 * @param delimiter one character
	 * @param wanted column positions whose cells are reported, in the order of `ScannedRows.cells`
	 * @param expectedRows rows to make room for at first; later pieces are expected to have as many as the one before
	 */
	constructor(
		private readonly delimiter: string,
		private readonly wanted: readonly number[],
		private expectedRows = MIN_ROWS,
		{ backslash = false, comment = '' }: CsvDialect = {}
	) {
		if (delimiter.length !== 1)
			throw new RangeError(`The delimiter must be one character, got "${delimiter}"`);
		this.escape = backslash ? BACKSLASH : -1;
		this.comment = comment === '' ? -1 : comment.charCodeAt(0);
	}

	/** @param final no more text follows: the last row ends with the text */
	push(piece: PieceText, final: boolean): ScannedTable {
		this.waiting.push(piece);
		// A row of many pieces is not scanned again for each of them, but each time it has doubled.
		const isDue = final || lengthOf(this.waiting) >= lengthOf([this.carry]);
		const text = isDue ? this.takeText() : '';
		const codes = codesOf(text);
		const rows = new RowPositions(this.wanted.length, this.expectedRows);
		const { consumed, unclosed, blankLines } = this.scan(codes, final, rows);
		if (isDue && !final) this.carry = joinTexts([sliceText(text, consumed)]);
		this.expectedRows = rows.count + MIN_ROWS;
		const columns = rows.columns();
		const beyond = typeof text === 'string' ? undefined : rowsBeyondAscii(text, columns.ends);
		return {
			text,
			codes,
			rows: rows.count,
			...columns,
			...(beyond ? { beyondAscii: beyond } : {}),
			unclosed,
			blankLines
		};
	}

	/** What was left over and what came since. */
	private takeText(): PieceText {
		const parts = [this.carry, ...this.waiting].filter(({ length }) => length > 0);
		this.carry = '';
		this.waiting = [];
		// A copy also of a single one: the text may be handed to another thread, and a part be a view of a larger one.
		const text = joinTexts(parts);
		return this.delimiter < '\x80' ? text : stringOf(text);
	}

	/** `consumed` is the offset up to which whole rows were found. */
	private scan(
		codes: Uint16Array,
		final: boolean,
		rows: RowPositions
	): Pick<ScannedRows, 'unclosed' | 'blankLines'> & { consumed: number } {
		const unclosedRows: number[] = [];
		let blankLines = 0;
		const upTo = (consumed: number) => ({ consumed, unclosed: unclosedRows, blankLines });
		const { wanted, escape, comment } = this;
		const delimiter = this.delimiter.charCodeAt(0);
		const { length } = codes;
		const slotOf: number[] = [];
		wanted.forEach((column, slot) => (slotOf[column] = slot));
		let rowStart = 0;

		while (rowStart < length) {
			let at = rowStart;
			let column = 0;
			let ended = false;
			let unclosed = false;
			rows.begin();
			let first = codes[at] as number;
			if (first === LF || first === CR) {
				// A CR at the very end may be half of a CRLF whose LF comes with the next piece.
				if (first === CR && at + 1 === length && !final) return upTo(rowStart);
				blankLines++;
				rowStart = at + (first === CR && at + 1 < length && codes[at + 1] === LF ? 2 : 1);
				continue;
			}
			if (first === comment) {
				const next = behindLine(codes, at, final);
				if (next === -1) return upTo(rowStart);
				rowStart = next;
				continue;
			}
			while (!ended) {
				let cellStart = at;
				first = at < length ? (codes[at] as number) : LF;
				let quoted = false;
				if (first === QUOTE) {
					const close = closingQuote(codes, length, at, delimiter, escape);
					if (close === -1) {
						if (!final && length - at <= MAX_QUOTED_CELL_CHARS) return upTo(rowStart);
						unclosed = true;
					} else if (close + 1 === length && !final) return upTo(rowStart);
					else quoted = close !== -2;
					if (quoted) {
						cellStart = at + 1;
						at = close + 1;
					}
				}
				if (!quoted) {
					while (at < length) {
						const code = codes[at] as number;
						if (code === delimiter || code === LF || code === CR) break;
						at++;
					}
				}
				const cellEnd = quoted ? at - 1 : at;
				const slot = slotOf[column];
				if (slot !== undefined) {
					// The end of a quoted cell is marked by its closing quote: the reader looks at the start for the opening one.
					rows.setCell(slot, cellStart, cellEnd);
				}
				column++;
				if (at >= length) {
					if (!final) return upTo(rowStart);
					ended = true;
				} else {
					const code = codes[at] as number;
					if (code === delimiter) at++;
					else {
						if (code === CR && at + 1 === length && !final) return upTo(rowStart);
						at += code === CR && at + 1 < length && codes[at + 1] === LF ? 2 : 1;
						ended = true;
					}
				}
			}
			if (unclosed) unclosedRows.push(rows.count);
			rows.end(rowStart, at, column);
			rowStart = at;
		}
		return upTo(rowStart);
	}
}

/** Room for rows beyond those that the last piece had. */
const MIN_ROWS = 256;

const lengthOf = (texts: readonly PieceText[]): number =>
	texts.reduce((sum, { length }) => sum + length, 0);

/** 1 for each row that has a byte beyond ASCII; undefined when none has. */
function rowsBeyondAscii(bytes: Uint8Array, ends: Int32Array): Uint8Array<ArrayBuffer> | undefined {
	let found: Uint8Array<ArrayBuffer> | undefined;
	let row = 0;
	for (let at = beyondAscii(bytes); at < bytes.length; at = beyondAscii(bytes, ends[row])) {
		while (row < ends.length && (ends[row] as number) <= at) row++;
		// What follows the last whole row comes again with the next piece.
		if (row === ends.length) break;
		found ??= new Uint8Array(ends.length);
		found[row] = 1;
	}
	return found;
}

/**
 * Offset of the quote that closes the cell opened at `open`; -1 when the text, or the longest cell that is accepted,
 * ends first, so that the outcome does not depend on how the text comes in pieces; -2 when a closing quote is
 * followed by something that is no delimiter or line break, so that the quotes are part of the text.
 */
function closingQuote(
	codes: Uint16Array,
	length: number,
	open: number,
	delimiter: number,
	escape: number
): number {
	const limit = Math.min(length, open + MAX_QUOTED_CELL_CHARS + 1);
	for (let at = open + 1; at < limit; at++) {
		const code = codes[at] as number;
		if (code === escape) at++;
		if (code !== QUOTE) continue;
		const next = at + 1 < length ? (codes[at + 1] as number) : LF;
		if (next === delimiter || next === LF || next === CR) return at;
		if (next !== QUOTE) return -2;
		at++;
	}
	return -1;
}

/** Offset behind the line that `at` is in, or -1 where it may go on with the next piece. */
function behindLine(codes: Uint16Array, at: number, final: boolean): number {
	const { length } = codes;
	let end = at;
	while (end < length && codes[end] !== LF && codes[end] !== CR) end++;
	const isCut = end === length || (codes[end] === CR && end + 1 === length);
	if (isCut) return final ? length : -1;
	return codes[end] === CR && codes[end + 1] === LF ? end + 2 : end + 1;
}

/** What is written between the quotation marks of a cell, as it is meant: an escaped mark is one. */
export const unescaped = (quoted: string, backslash = false): string =>
	backslash
		? quoted.replace(/\\(["\\])|""/g, (_, escaped?: string) => escaped ?? '"')
		: quoted.replaceAll('""', '"');

/** The value of a cell that `CsvScanner` reported. */
export function cellText(text: string, start: number, end: number, backslash = false): string {
	if (start < 0) return '';
	const raw = text.slice(start, end);
	return start > 0 && text.charCodeAt(start - 1) === QUOTE && text.charCodeAt(end) === QUOTE
		? unescaped(raw, backslash)
		: raw;
}

/** All cells of one raw row, for the few rows that are shown or exported. */
export function splitRow(
	raw: string,
	delimiter: string,
	columns: number,
	{ backslash = false }: CsvDialect = {}
): string[] {
	const wanted = Array.from({ length: columns }, (_, column) => column);
	const scanned = new CsvScanner(delimiter, wanted, 1, { backslash }).push(raw, true);
	return wanted
		.slice(0, scanned.cellCounts[0] ?? 0)
		.map((column) =>
			cellText(raw, scanned.cells[column * 2] ?? -1, scanned.cells[column * 2 + 1] ?? -1, backslash)
		);
}
