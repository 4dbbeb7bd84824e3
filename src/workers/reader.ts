import * as Comlink from 'comlink';
import type { TextPiece } from '../lib/pipeline/run-types';
import type { FileReading } from '../lib/pipeline/input-format';
import type { InputFile, ReaderApi, ReadingApi } from './contracts';
import { readFiles } from './read-text';

/** Reads, unpacks and decodes files beside the classifier, so that it need not wait for them. */
export class Reader implements ReaderApi {
	open(
		input: readonly InputFile[] | string,
		files: readonly FileReading[]
	): Reading & Comlink.ProxyMarked {
		return Comlink.proxy(new Reading(readFiles(input, files)));
	}
}

/** An input that is being read. The calls of `next` that wait are answered in order. */
class Reading implements ReadingApi {
	constructor(private readonly pieces: AsyncGenerator<TextPiece>) {}

	async next(): Promise<TextPiece | undefined> {
		const { value } = (await this.pieces.next()) as { value: TextPiece | undefined };
		if (!value?.ascii) return value;
		return Comlink.transfer(value, [value.ascii.buffer]);
	}

	async close(): Promise<void> {
		await this.pieces.return(undefined);
	}
}
