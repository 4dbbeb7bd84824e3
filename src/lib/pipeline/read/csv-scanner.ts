import type { ByteScan, Kernels } from '../kernels/kernels';
import {
	codesOf,
	indexOfAscii,
	joinTexts,
	sliceText,
	stringOf,
	type PieceText
} from '../text/piece-text';
import { CsvPass, type CsvCodes } from './csv-pass';
import { RowPositions } from './row-positions';
import type { ScannedTable } from './scanned-rows';
import { beyondAscii } from '../text/utf8';
import { BACKSLASH, ESCAPE, QUOTE } from '../text/char-codes';

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

	private readonly dialect: CsvCodes;
	/** By column: its position among those wanted. */
	private readonly slotOf: number[] = [];
	/** Whether the kernels can find the rows of bytes. */
	private readonly forKernels: boolean;

	/**
	 * @param delimiter one character
	 * @param wanted column positions whose cells are reported, in the order of `ScannedRows.cells`
	 * @param expectedRows rows to make room for at first; later pieces are expected to have as many as the one before
	 * @param kernels find the rows of bytes where they are there
	 */
	constructor(
		private readonly delimiter: string,
		private readonly wanted: readonly number[],
		private expectedRows = MIN_ROWS,
		{ backslash = false, comment = '' }: CsvDialect = {},
		private readonly kernels?: Kernels
	) {
		if (delimiter.length !== 1)
			throw new RangeError(`The delimiter must be one character, got "${delimiter}"`);
		this.dialect = {
			delimiter: delimiter.charCodeAt(0),
			escape: backslash ? BACKSLASH : -1,
			comment: comment === '' ? -1 : comment.charCodeAt(0)
		};
		wanted.forEach((column, slot) => (this.slotOf[column] = slot));
		this.forKernels = delimiter < '\x80' && comment < '\x80';
	}

	/** @param final no more text follows: the last row ends with the text */
	push(piece: PieceText, final: boolean): ScannedTable {
		this.waiting.push(piece);
		// A row of many pieces is not scanned again for each of them, but each time it has doubled.
		const isDue = final || lengthOf(this.waiting) >= lengthOf([this.carry]);
		const text = isDue ? this.takeText() : '';
		const { kernels, dialect, slotOf, wanted } = this;
		const { consumed, ...found } =
			kernels && this.forKernels && typeof text !== 'string'
				? scannedBytes(text, kernels.scan(text, dialect, slotOf, wanted.length, final))
				: this.scan(text, final);
		if (isDue && !final) this.carry = joinTexts([sliceText(text, consumed)]);
		return found;
	}

	/** What the kernels do too. */
	private scan(text: PieceText, final: boolean): ScannedTable & { consumed: number } {
		const codes = codesOf(text);
		const rows = new RowPositions(this.wanted.length, this.expectedRows);
		const pass = new CsvPass(codes, this.dialect, this.slotOf, final, rows);
		const consumed = pass.run();
		this.expectedRows = rows.count + MIN_ROWS;
		const columns = rows.columns();
		const beyond = typeof text === 'string' ? undefined : rowsBeyondAscii(text, columns.ends);
		return {
			consumed,
			text,
			codes,
			rows: rows.count,
			...columns,
			...(beyond ? { beyondAscii: beyond } : {}),
			unclosed: pass.unclosed,
			blankLines: pass.blankLines,
			hasEscape: indexOfAscii(text, ESCAPE) !== -1
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
}

/** Room for rows beyond those that the last piece had. */
const MIN_ROWS = 256;

const lengthOf = (texts: readonly PieceText[]): number =>
	texts.reduce((sum, { length }) => sum + length, 0);

function scannedBytes(
	text: Uint8Array<ArrayBuffer>,
	{ beyondAscii, ...found }: ByteScan
): ScannedTable & { consumed: number } {
	return { ...found, text, codes: text, ...(beyondAscii ? { beyondAscii } : {}) };
}

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
