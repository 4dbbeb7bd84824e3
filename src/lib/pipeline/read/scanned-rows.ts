import type { PieceText } from '../text/piece-text';

/**
 * Rows found in one piece of text. Cells are given as offsets, so that only the wanted columns become strings and the
 * raw row can be kept as it is.
 */
export interface ScannedRows {
	/** The text that the offsets refer to: carry-over of the last call plus the new piece. */
	text: PieceText;
	rows: number;
	/** Start and end of each row in `text`, its line break included in the end. */
	starts: ArrayLike<number>;
	ends: ArrayLike<number>;
	/** Number of cells of each row. */
	cellCounts: ArrayLike<number>;
	/** For wanted column w of row r: `[start, end)` at `2 * (r * wanted.length + w)`; -1 where the row has no such cell. */
	cells: ArrayLike<number>;
	/** Rows in which a quoted cell or a JSON object was never closed; they end at their first line break. */
	unclosed: number[];
	/** Blank physical lines that were passed over. */
	blankLines: number;
}

/** Rows of a table, in arrays that another thread can be handed. */
export interface ScannedTable extends ScannedRows {
	/** What the offsets refer to: the text's UTF-16 units, or its bytes, which are then `text` itself. */
	codes: Uint16Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
	/** Of bytes: 1 for each row that has characters of more than one. Absent where there is none. */
	beyondAscii?: Uint8Array<ArrayBuffer>;
	/** Terminal colours may be somewhere in the text. */
	hasEscape: boolean;
	starts: Int32Array<ArrayBuffer>;
	ends: Int32Array<ArrayBuffer>;
	cellCounts: Int32Array<ArrayBuffer>;
	cells: Int32Array<ArrayBuffer>;
}

/** A scan that grows row by row. */
export interface GrowingRows extends ScannedRows {
	text: string;
	starts: number[];
	ends: number[];
	cellCounts: number[];
	cells: number[];
}

/** A scan that has found nothing yet. */
export const noRows = (text: string): GrowingRows => ({
	text,
	rows: 0,
	starts: [],
	ends: [],
	cellCounts: [],
	cells: [],
	unclosed: [],
	blankLines: 0
});
