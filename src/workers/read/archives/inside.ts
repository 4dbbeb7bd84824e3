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

/** The place in the archive that holds all others. */
export const outermost = (place: ArchivePlace): ArchivePlace =>
	place.within ? outermost(place.within) : place;

/**
 * The archive in which a place is.
 * @param file the outermost one
 */
export async function archiveOf(file: File, { archive, within }: ArchivePlace): Promise<File> {
	return within ? innerArchive(await archiveOf(file, within), within, archive) : file;
}

/** An archive in another one as a file of its own, in memory: its files are asked for again and again. */
export async function innerArchive(outer: File, place: ArchivePlace, name: string): Promise<File> {
	const { modified: lastModified = outer.lastModified } = place;
	return new File([await fileInside(outer, place)], name, { lastModified });
}

/** A file in an archive as a file of its own, in memory: for whoever needs parts of it here and there. */
export async function fileInside(archive: Blob, place: ArchivePlace): Promise<Blob> {
	const parts: Uint8Array<ArrayBuffer>[] = [];
	for await (const { bytes } of bytesInside(archive, place)) parts.push(bytes);
	return new Blob(parts);
}
