import { PREVIEW_ROWS } from '../constants';
import type { FileReading, RowChoice } from '../read/input-format';
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

/** The first rows of a sample, to be shown. */
export function previewEntries(batch: RowBatch): PreviewEntry[] {
	const count = Math.max(0, Math.min(PREVIEW_ROWS, batch.scanned.rows - batch.skip));
	return Array.from({ length: count }, (_, row) => entryOf(batch, row + batch.skip));
}

/**
 * The rows of a sample exactly as a run reads them.
 *
 * @param sample decoded text from the start of the input
 * @param complete the sample is the whole input
 */
export function sampleRows(
	sample: string,
	complete: boolean,
	{ format, mapping }: RowChoice,
	file: FileReading
): RowBatch {
	const read = (final: boolean): RowBatch =>
		new RowReader(format, mapping, file).push(sample, final);
	const batch = read(complete);
	// A row longer than the sample is shown as far as it was read.
	return batch.scanned.rows <= batch.skip ? read(true) : batch;
}

/** The first time in the rows of a sample, milliseconds since the epoch; undefined where none has one. */
export function firstTime(batch: RowBatch): number | undefined {
	for (let row = batch.skip; row < batch.scanned.rows; row++) {
		const time = batch.time(row);
		if (!Number.isNaN(time)) return time;
	}
	return undefined;
}

/** The first entries of all files in the order of their times; see `mergedPieces`. @param files each one's entries, by name */
export function mergedEntries(files: readonly PreviewEntry[][]): PreviewEntry[] {
	const keyed = files.flatMap((entries) => {
		let key = entries.find(({ time }) => time !== undefined)?.time ?? Infinity;
		return entries.map((entry) => ({ entry, key: (key = entry.time ?? key) }));
	});
	return keyed
		.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
		.slice(0, PREVIEW_ROWS)
		.map(({ entry }) => entry);
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
