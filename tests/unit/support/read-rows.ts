import { severityOf } from '../../../src/lib/pipeline/canonical/severity';
import type { RowChoice } from '../../../src/lib/pipeline/read/input-format';
import { RowReader } from '../../../src/lib/pipeline/read/row-batch';
import { sliceText, stringOf, type PieceText } from '../../../src/lib/pipeline/text/piece-text';
import type { SampleRow } from '../../format-samples';

const FILE = { source: '', modified: Date.parse('2026-11-24T12:00:00Z') };

/** Rows of a text that comes in pieces, read in UTC, and their raw text. */
export function readRows(
	{ format, mapping }: RowChoice,
	pieces: readonly PieceText[]
): { rows: SampleRow[]; raws: string[]; blankLines: number } {
	const reader = new RowReader({ ...format, zone: 'utc' }, mapping, FILE);
	const rows: SampleRow[] = [];
	const raws: string[] = [];
	let blankLines = 0;
	pieces.forEach((piece, at) => {
		const batch = reader.push(piece, at === pieces.length - 1);
		const { scanned, skip } = batch;
		blankLines += scanned.blankLines;
		for (let row = skip; row < scanned.rows; row++) {
			const time = batch.time(row);
			const [message, level] = [batch.message(row), batch.level(row)];
			rows.push({
				time: Number.isNaN(time) ? '' : new Date(time).toISOString(),
				level,
				severity: severityOf(message, level),
				source: batch.source(row),
				message
			});
			const { text, starts, ends } = scanned;
			raws.push(stringOf(sliceText(text, starts[row] as number, ends[row] as number)));
		}
	});
	return { rows, raws, blankLines };
}
