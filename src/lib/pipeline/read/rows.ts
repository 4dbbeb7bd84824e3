import type { ColumnMapping, FileReading, InputFormat } from './input-format';
import type { ScannedRows, ScannedTable } from './scanned-rows';
import type { CellColumn, Kernels } from '../kernels/kernels';
import type { PieceText } from '../text/piece-text';
import type { UnitSpan } from '../text/text-units';
import { TimeReader } from './time-reader';

/** Rows read from one piece of text, with the cells that mean something; the raw rows stay in `scanned.text`. */
export interface RowBatch {
	scanned: ScannedRows;
	/** Rows at the front that are no data: the header. */
	skip: number;
	/** What is classified: without the header of a log line and without terminal colours. */
	message(row: number): string;
	source(row: number): string;
	/** Milliseconds since the epoch; NaN where there is none. */
	time(row: number): number;
	level(row: number): string;
	/** UTF-16 units of the raw row. */
	unitsOf(row: number): number;
	/** The same as units, good until the next call of any of them: cheaper than a string where the text holds them as they are. */
	messageUnits(row: number): UnitSpan;
	levelUnits(row: number): UnitSpan;
	/** Absent where the source is a string anyhow. */
	sourceUnits?: ((row: number) => UnitSpan) | undefined;
	/** Where kernels hold the text: its cells can be numbered instead of being looked at one by one. */
	numbered?: NumberedCells | undefined;
}

/** Cells of a batch that kernels can number; absent where the value of the cell is not the text that stands there. */
export interface NumberedCells {
	kernels: Kernels;
	/** The same for all batches of a file: equal cells mean the same in all of them. */
	file: object;
	message: CellColumn | undefined;
	source: CellColumn | undefined;
	level: CellColumn | undefined;
}

/** Rows of one kind of input. */
export interface RowScanner {
	push(piece: PieceText, final: boolean): RowBatch;
	/** The same for rows of a table that were found elsewhere. */
	readScanned?(scanned: ScannedTable): RowBatch;
}

/** What the rows of a file have where nothing in them says so. */
export interface RowDefaults {
	source: string;
	time: TimeReader;
}

/** @param file the one that the rows are of; none for a text */
export const rowDefaults = (
	{ zone = 'utc', dayFirst = false, yearFirst = false, latestYear }: InputFormat,
	{ defaultSource }: ColumnMapping,
	{ source, modified }: Pick<FileReading, 'source' | 'modified'> = { source: defaultSource }
): RowDefaults => ({
	source,
	time: new TimeReader({ zone, reference: referenceOf(latestYear, modified), dayFirst, yearFirst })
});

/** Dates without a year are the last such before this: milliseconds since the epoch. */
const referenceOf = (latestYear: number | undefined, modified = Date.now()): number =>
	latestYear === undefined ? modified : Date.UTC(latestYear, 11, 31);
