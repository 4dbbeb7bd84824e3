import { tableScanner } from '../lib/pipeline/csv-rows';
import type { CsvScanner } from '../lib/pipeline/csv-scanner';
import type { RowChoice } from '../lib/pipeline/input-format';
import type { TextPiece } from '../lib/pipeline/run-types';

/**
 * Finds the rows of tables, so that whoever classifies them need not. Those of other formats are found where they are
 * classified: their fields are no numbers, and would cost more to hand over than to find.
 */
export async function* scanPieces(
	pieces: AsyncIterable<TextPiece>,
	{ format, mapping }: RowChoice
): AsyncGenerator<TextPiece> {
	let scanner: CsvScanner | undefined;
	let asked = performance.now();
	for await (const piece of pieces) {
		const began = performance.now();
		const read = began - asked;
		if (format.kind !== 'csv') yield { ...piece, busy: { read, parse: 0 } };
		else {
			scanner ??= tableScanner(format, mapping);
			const scanned = scanner.push(piece.text, piece.final);
			if (piece.final) scanner = undefined;
			const parse = performance.now() - began;
			yield { ...piece, text: scanned.text, scanned, busy: { read, parse } };
		}
		asked = performance.now();
	}
}
