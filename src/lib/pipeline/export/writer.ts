import type { ExportRow } from './columns';

/** A piece of the file: UTF-8 text or bytes. */
export type ExportPiece = string | Uint8Array<ArrayBuffer>;

/**
 * Writes an export piece by piece, so that no more than some thousand rows are in memory. Calls must follow each other:
 * `start` once, `rows` as often as wanted in the order of the rows, `end` once.
 */
export interface RowWriter {
	start(): ExportPiece;
	/** @param rows made one by one as they are asked for, and not kept: those of a chunk together fill the memory */
	rows(rows: Iterable<ExportRow>): ExportPiece;
	end(): ExportPiece;
}

/** Formats that hold one record for each row. */
export type RowFormat = 'csv' | 'jsonl' | 'parquet';
