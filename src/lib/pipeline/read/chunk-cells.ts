import { CsvScanner, cellText } from './csv-scanner';
import { withInnerCells } from './inner-fields';
import { withoutApostrophe } from './own-export';
import {
	exportCells,
	isDividedAs,
	rawRow,
	rowSaid,
	tableReader,
	type ChunkText,
	type RowLayout
} from './row-cells';
import type { ScannedTable } from './scanned-rows';

/** What is written of the rows of a chunk, by position in the chunk. */
export interface ChunkCells {
	/**
	 * As `exportCells`.
	 * @param source the row's source as the run has it
	 */
	cells(at: number, source: string): string[];
	/** As `rowSaid`. */
	said(at: number): { message: string; level: string };
}

/** Reads the rows of a chunk. A table is divided once for all of them, which costs a fraction of dividing each by itself. */
export const chunkCells = (layout: RowLayout, chunk: ChunkText): ChunkCells =>
	tableCells(layout, chunk) ?? {
		cells: (at, source) => exportCells(layout, rawRow(chunk, at), source),
		said: (at) => rowSaid(layout, rawRow(chunk, at))
	};

/** Undefined where the chunk is no table, or has to be divided row by row. */
function tableCells(layout: RowLayout, chunk: ChunkText): ChunkCells | undefined {
	const { format, mapping, extraColumns } = layout;
	// A stored row may begin with a line that is none, which only a reader of messages passes over.
	if (format.kind !== 'csv' || format.comment) return undefined;
	const { delimiter, backslash = false, escaped, padded } = format;
	const { text } = chunk;
	const width = format.columns.length + extraColumns;
	const columns = Array.from({ length: width }, (_, at) => at);
	const scanner = new CsvScanner(delimiter, columns, chunk.ends.length, { backslash });
	const scanned = scanner.push(text, true);
	if (!isDividedAs(scanned, chunk)) return undefined;
	let said: ChunkCells['said'] | undefined;
	return {
		cells(at) {
			const found: string[] = [];
			const count = Math.min(width, scanned.cellCounts[at] as number);
			for (let place = at * width * 2; found.length < count; place += 2) {
				const [start, end] = [scanned.cells[place] as number, scanned.cells[place + 1] as number];
				const cell = cellText(text, start, end, backslash);
				found.push(escaped ? withoutApostrophe(cell) : padded ? cell.trim() : cell);
			}
			return withInnerCells(found, format, mapping);
		},
		said: (at) =>
			(said ??= saidIn(layout, scanned, width) ?? ((one) => rowSaid(layout, rawRow(chunk, one))))(
				at
			)
	};
}

/** Undefined where a column is read that the scan has not looked for. */
function saidIn(
	layout: RowLayout,
	scanned: ScannedTable,
	width: number
): ChunkCells['said'] | undefined {
	const reader = tableReader(layout);
	const { wanted } = reader;
	if (wanted.some((column) => column >= width)) return undefined;
	const cells = new Int32Array(scanned.rows * wanted.length * 2);
	for (let row = 0, to = 0; row < scanned.rows; row++)
		for (const column of wanted) {
			const from = (row * width + column) * 2;
			cells[to++] = scanned.cells[from] as number;
			cells[to++] = scanned.cells[from + 1] as number;
		}
	const { message, level } = reader.readScanned({ ...scanned, cells });
	return (at) => ({ message: message(at), level: level(at) });
}
