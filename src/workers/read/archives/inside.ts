import type { ArchivePlace } from '../../../lib/pipeline/read/input-format';
import type { Bytes } from '../file-bytes';
import { tarFileBytes } from './tar';
import { zipBytes } from './zip';

/** The bytes of a file in an archive. */
export function bytesInside(archive: Blob, { kind, at }: ArchivePlace): AsyncGenerator<Bytes> {
	if (kind === '7z') return bytesInSevenZip(archive, at);
	return kind === 'zip' ? zipBytes(archive, at) : tarFileBytes(archive, at);
}

/** Few have such archives: the code for them is loaded when one comes. */
async function* bytesInSevenZip(archive: Blob, at: number): AsyncGenerator<Bytes> {
	const { sevenZipBytes } = await import('./seven-zip');
	yield* sevenZipBytes(archive, at);
}

/** A file in an archive as a file of its own, in memory: for whoever needs parts of it here and there. */
export async function fileInside(archive: Blob, place: ArchivePlace): Promise<Blob> {
	const parts: Uint8Array<ArrayBuffer>[] = [];
	for await (const { bytes } of bytesInside(archive, place)) parts.push(bytes);
	return new Blob(parts);
}
