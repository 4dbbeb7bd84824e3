import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { ExportPiece } from '../lib/pipeline/export/writer';
import { OutputError } from './usage';

/**
 * Writes a file piece by piece. Who reads the standard output may stop, as `head` does: that ends it without an error.
 *
 * @param path the standard output unless given
 * @throws OutputError
 */
export async function writePieces(
	pieces: AsyncIterable<ExportPiece> | Iterable<ExportPiece>,
	path: string | undefined
): Promise<void> {
	async function* filled(): AsyncGenerator<ExportPiece> {
		for await (const piece of pieces) if (piece.length > 0) yield piece;
	}
	try {
		if (path === undefined) await pipeline(filled, process.stdout, { end: false });
		else await pipeline(filled, createWriteStream(path));
	} catch (error) {
		const { code, message, syscall } = error as NodeJS.ErrnoException;
		if (path === undefined && code === 'EPIPE') return;
		// What was read wrongly is said by whoever read it.
		if (syscall === undefined) throw error;
		throw new OutputError(`${path ?? 'The output'} cannot be written: ${message}`);
	}
}
