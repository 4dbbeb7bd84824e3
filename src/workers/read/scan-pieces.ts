import { ShapeList } from '../../lib/pipeline/canonical/shape-list';
import { MAX_LINE_UNITS } from '../../lib/pipeline/constants';
import { LineGuard } from '../../lib/pipeline/read/line-guard';
import { CsvRows } from '../../lib/pipeline/read/csv-rows';
import type { FileReading, RowChoice } from '../../lib/pipeline/read/input-format';
import { joinTexts } from '../../lib/pipeline/text/piece-text';
import { rowDefaults } from '../../lib/pipeline/read/rows';
import { FieldReader } from '../../lib/pipeline/read/row-fields';
import type { TextPiece } from '../../lib/pipeline/run/run-types';
import { loadKernels } from './kernels/load-kernels';

/**
 * Finds the rows of tables and reads what is beside their messages, so that whoever classifies them need not. Those of
 * other formats are found where they are classified: their messages are no offsets into the text, and would cost more to
 * hand over than to find.
 */
export async function* scanPieces(
	pieces: AsyncIterable<TextPiece>,
	files: readonly FileReading[],
	{ format, mapping }: RowChoice
): AsyncGenerator<TextPiece> {
	const fieldReader = new FieldReader(new ShapeList());
	const kernels = format.kind === 'csv' ? loadKernels() : undefined;
	let rows: CsvRows | undefined;
	let asked = performance.now();
	const guard = new LineGuard(MAX_LINE_UNITS[format.kind]);
	for await (const whole of pieces) {
		const piece = guarded(whole, guard);
		const began = performance.now();
		const read = began - asked;
		// A copy: a piece may be a view of more that was read at once, and its memory is handed over.
		if (format.kind !== 'csv')
			yield { ...piece, text: joinTexts([piece.text]), busy: { read, parse: 0 } };
		else {
			rows ??= new CsvRows(
				...([
					format,
					mapping,
					rowDefaults(format, mapping, files[piece.file ?? 0]),
					kernels
				] as const)
			);
			const batch = rows.push(piece.text, piece.final);
			if (piece.final) rows = undefined;
			const fields = fieldReader.read(batch);
			const { scanned } = batch;
			const parse = performance.now() - began;
			yield { ...piece, text: scanned.text, scanned, fields, busy: { read, parse } };
		}
		asked = performance.now();
	}
}

/** A piece without what is beyond the longest line, and what was left out. */
export function guarded(piece: TextPiece, guard: LineGuard): TextPiece {
	const text = guard.take(piece.text);
	if (piece.final) guard.finish();
	const cut = guard.takeProblems();
	return cut.length === 0
		? { ...piece, text }
		: { ...piece, text, problems: [...(piece.problems ?? []), ...cut] };
}
