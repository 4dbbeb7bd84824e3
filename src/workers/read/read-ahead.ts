import * as Comlink from 'comlink';
import type { TextPiece } from '../../lib/pipeline/run/run-types';
import type { FileReading, RowChoice } from '../../lib/pipeline/read/input-format';
import type { InputFile, ReaderApi } from '../contracts/classifier';

/** Pieces that the reader may be ahead: some megabytes of text. */
const PIECES_AHEAD = 12;

/** The pieces of an input as another worker reads them, ahead of their use. */
export async function* readAhead(
	reader: Comlink.Remote<ReaderApi>,
	input: InputFile[] | string,
	files: FileReading[],
	choice: RowChoice
): AsyncGenerator<TextPiece> {
	const reading = await reader.open(input, files, choice);
	const ask = (): Promise<TextPiece | undefined> => {
		const piece = reading.next();
		// After one that failed the others are not looked at.
		piece.catch(() => undefined);
		return piece;
	};
	const asked = Array.from({ length: PIECES_AHEAD }, ask);
	try {
		for (;;) {
			const piece = await asked.shift();
			if (!piece) return;
			asked.push(ask());
			yield piece;
		}
	} finally {
		await reading.close();
		reading[Comlink.releaseProxy]();
	}
}
