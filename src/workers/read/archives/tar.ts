import type { ParsedTarEntry } from 'modern-tar';
import { InputError } from '../../../lib/pipeline/read/input-error';
import { hasSignature } from '../../../lib/pipeline/read/file-kinds';
import { damaged } from '../bomb-guard';
import { chunksOf, fileBytes, pieces, streamOf, type Bytes } from '../file-bytes';
import { packingOf, unpacked } from '../unpack';
import type { ArchiveEntry } from './archive-entry';
import { readBytes } from '../read-bytes';

/** Bytes of a header of a tar archive. */
const BLOCK_BYTES = 512;
/** Where a header's checksum stands, and its end. */
const CHECKSUM = [148, 156] as const;
const BLANK = 32;

/** The bytes of a tar archive, which may be packed as a whole. */
async function tarBytes(archive: Blob): Promise<AsyncGenerator<Bytes>> {
	const start = new Uint8Array(await readBytes(archive.slice(0, BLOCK_BYTES)));
	return unpacked(fileBytes(archive), packingOf(start));
}

/** Whether a file, unpacked, begins as a tar archive does. */
export async function isTar(file: Blob): Promise<boolean> {
	try {
		for await (const { bytes } of await tarBytes(file)) return isTarHeader(bytes);
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
	}
	return false;
}

/** @param bytes the first ones of a file */
function isTarHeader(bytes: Uint8Array): boolean {
	if (bytes.length < BLOCK_BYTES) return false;
	if (hasSignature(bytes, 'ustar', 257)) return true;
	// The oldest kind has no signature, but the sum of its header with blanks where the sum stands.
	const [from, to] = CHECKSUM;
	const said = /^ *([0-7]+)[\0 ]/.exec(String.fromCharCode(...bytes.subarray(from, to)))?.[1];
	if (said === undefined) return false;
	let sum = 0;
	for (let at = 0; at < BLOCK_BYTES; at++)
		sum += at >= from && at < to ? BLANK : (bytes[at] as number);
	return sum === Number.parseInt(said, 8);
}

/** The files in a tar, which has no list: it is read, and unpacked, up to its end. */
export async function tarEntries(archive: Blob): Promise<ArchiveEntry[]> {
	const entries: ArchiveEntry[] = [];
	for await (const { header, at, body } of filesIn(archive)) {
		entries.push({ path: header.name, at, bytes: header.size, modified: header.mtime?.getTime() });
		await drained(body);
	}
	return entries;
}

type Body = ReadableStreamDefaultReader<Uint8Array>;

interface TarFile {
	header: ParsedTarEntry['header'];
	body: Body;
	at: number;
}

/** Reads what is left of a file: the library's streams, cancelled when all of one is read, would stop at the next file. */
async function drained(body: Body): Promise<void> {
	while (!(await body.read()).done);
}

/** Each has to be read to its end before the next one. */
async function* filesIn(archive: Blob): AsyncGenerator<TarFile> {
	const { createTarDecoder } = await import('modern-tar');
	const stream = streamOf(await tarBytes(archive)).pipeThrough(createTarDecoder({ strict: true }));
	let at = 0;
	try {
		for await (const { header, body } of chunksOf(stream)) {
			const reader = body.getReader();
			if (header.type === 'file') yield { header, body: reader, at };
			else await drained(reader);
			at++;
		}
	} catch (error) {
		throw damaged('tar', error, 0);
	}
}

/** Where the reading of an archive has come to: its files are mostly asked for in their order. */
interface TarPlace {
	files: AsyncGenerator<TarFile>;
	/** The file that was read last, maybe not to its end. */
	last: TarFile | undefined;
}
const places = new WeakMap<Blob, TarPlace>();

/** The bytes of one file in a tar. */
export async function* tarFileBytes(archive: Blob, at: number): AsyncGenerator<Bytes> {
	const place = placeBefore(archive, at);
	let size = 0;
	try {
		const { body } = await fileAt(place, at);
		for (;;) {
			const { done, value } = await body.read();
			if (done) break;
			for (const bytes of pieces(value as Uint8Array<ArrayBuffer>)) {
				size += bytes.length;
				yield { bytes, bytesRead: size };
			}
		}
	} catch (error) {
		throw damaged('tar', error, size);
	} finally {
		places.set(archive, place);
	}
}

/** A place in the archive ahead of a file. What is read there is nobody else's until it is read. */
function placeBefore(archive: Blob, at: number): TarPlace {
	const known = places.get(archive);
	places.delete(archive);
	if (known && (known.last?.at ?? -1) < at) return known;
	void known?.files.return(undefined);
	return { files: filesIn(archive), last: undefined };
}

async function fileAt(place: TarPlace, at: number): Promise<TarFile> {
	for (;;) {
		if (place.last) await drained(place.last.body);
		const { done, value: file } = (await place.files.next()) as IteratorResult<TarFile, undefined>;
		if (done) throw new InputError('The tar file is another one than before.');
		place.last = file;
		if (file.at === at) return file;
	}
}
