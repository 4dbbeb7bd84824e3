import { PREVIEW_ROWS } from '../constants';
import type { ColumnMapping, FileReading, InputFormat } from '../read/input-format';
import { RowReader } from '../read/row-batch';
import type { RowBatch } from '../read/rows';
import { severityOf } from '../canonical/severity';
import type { Severity } from '../types';

/** A row as it will be read. */
export interface PreviewEntry {
	/** Milliseconds since the epoch; absent where none is found. */
	time?: number;
	severity: Severity;
	source: string;
	/** At most its first thousand characters. */
	message: string;
}

const MAX_CHARS = 1_000;

/**
 * The first rows of an input exactly as a run reads them.
 *
 * @param sample decoded text from the start of the input
 * @param complete the sample is the whole input
 */
export function previewEntries(
	sample: string,
	complete: boolean,
	format: InputFormat,
	mapping: ColumnMapping,
	file: FileReading
): PreviewEntry[] {
	if (mapping.message === undefined) return [];
	const read = (final: boolean): RowBatch =>
		new RowReader(format, mapping, file).push(sample, final);
	let batch = read(complete);
	// A row longer than the sample is shown as far as it was read.
	if (batch.scanned.rows <= batch.skip) batch = read(true);
	const count = Math.max(0, Math.min(PREVIEW_ROWS, batch.scanned.rows - batch.skip));
	return Array.from({ length: count }, (_, row) => entryOf(batch, row + batch.skip));
}

function entryOf(batch: RowBatch, row: number): PreviewEntry {
	const time = batch.time(row);
	const message = batch.message(row);
	return {
		...(Number.isNaN(time) ? {} : { time }),
		severity: severityOf(message, batch.level(row)),
		source: batch.source(row),
		message: message.slice(0, MAX_CHARS)
	};
}
