import * as Comlink from 'comlink';
import type { PieceText } from '../../lib/pipeline/text/piece-text';
import type { TextPiece } from '../../lib/pipeline/run/run-types';
import type { FileReading, RowChoice } from '../../lib/pipeline/read/input-format';
import type { InputFile, ReaderApi, ReadingApi } from '../contracts/classifier';
import { readFiles } from './read-files';
import { scanPieces } from './scan-pieces';

/** Reads, unpacks and decodes files and reads the rows of tables beside the classifier, so that it need not wait for them. */
export class Reader implements ReaderApi {
	open(
		input: readonly InputFile[] | string,
		files: readonly FileReading[],
		choice: RowChoice
	): Reading & Comlink.ProxyMarked {
		return Comlink.proxy(
			new Reading(scanPieces(readFiles(input, files, choice.format), files, choice))
		);
	}

	ping(): void {
		// The answer says it all.
	}
}

/** An input that is being read. The calls of `next` that wait are answered in order. */
class Reading implements ReadingApi {
	constructor(private readonly pieces: AsyncGenerator<TextPiece>) {}

	async next(): Promise<TextPiece | undefined> {
		const { value } = (await this.pieces.next()) as { value: TextPiece | undefined };
		return value && Comlink.transfer(value, [...buffersOf(value)]);
	}

	async close(): Promise<void> {
		await this.pieces.return(undefined);
	}
}

/** What is handed over rather than copied. */
function buffersOf({ text, scanned, fields }: TextPiece): Set<ArrayBuffer> {
	const bufferOf = (bytes: PieceText): ArrayBuffer[] =>
		typeof bytes === 'string' ? [] : [bytes.buffer];
	if (!scanned || !fields) return new Set(bufferOf(text));
	const { codes, starts, ends, cellCounts, cells, beyondAscii } = scanned;
	const { units, source, time, level, shape } = fields;
	const arrays = [codes, starts, ends, cellCounts, cells, units, source, time, level, shape];
	if (beyondAscii) arrays.push(beyondAscii);
	return new Set([...bufferOf(text), ...arrays.map(({ buffer }) => buffer)]);
}
