import type { FileEntry } from '@zip.js/zip.js';
import { InputError } from '../../../lib/pipeline/read/input-error';
import { damaged, refuseBomb } from '../bomb-guard';
import { chunksOf, pieces, type Bytes } from '../file-bytes';
import { PASSWORD, UNKNOWN_PACKING, type ArchiveEntry } from './archive-entry';

/** The lists of archives that were read. */
const lists = new WeakMap<Blob, Promise<ReadonlyMap<number, FileEntry>>>();

/**
 * The files in a zip, by the directory at its end.
 * @throws InputError when it is damaged or a bomb
 */
export async function zipEntries(archive: Blob): Promise<ArchiveEntry[]> {
	const found = await listOf(archive);
	const entries = [...found].map(([at, entry]) => ({
		path: entry.filename,
		at,
		bytes: entry.uncompressedSize,
		modified: entry.lastModDate.getTime(),
		locked: entry.encrypted
	}));
	refuseBomb(
		'zip',
		entries.reduce((sum, { bytes }) => sum + bytes, 0),
		archive.size
	);
	return entries;
}

/** The bytes of one file in a zip. */
export async function* zipBytes(archive: Blob, at: number): AsyncGenerator<Bytes> {
	const entry = (await listOf(archive)).get(at);
	if (!entry) throw new InputError('The zip file is another one than before.');
	if (entry.encrypted) throw new InputError(PASSWORD);
	const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>>();
	const stop = new AbortController();
	let failure: unknown;
	const reading = entry
		.getData(writable, { signal: stop.signal, checkSignature: true })
		.catch((error: unknown) => {
			failure = error;
		});
	let size = 0;
	try {
		for await (const chunk of chunksOf(readable))
			for (const bytes of pieces(chunk)) {
				size += bytes.length;
				// A size that is too small in the list would let a bomb through.
				if (size > entry.uncompressedSize) throw new Error('there is more than it says');
				yield { bytes, bytesRead: size };
			}
		await reading;
		if (failure !== undefined) throw failure;
	} catch (error) {
		throw zipError(failure ?? error, size);
	} finally {
		stop.abort();
	}
}

function zipError(error: unknown, size: number): InputError {
	const { message } = error as Error;
	if (/compression method not supported/i.test(message)) return new InputError(UNKNOWN_PACKING);
	return damaged('zip', error, size);
}

function listOf(archive: Blob): Promise<ReadonlyMap<number, FileEntry>> {
	const known = lists.get(archive);
	if (known) return known;
	const list = readList(archive);
	lists.set(archive, list);
	return list;
}

async function readList(archive: Blob): Promise<ReadonlyMap<number, FileEntry>> {
	const { BlobReader, ZipReader, configure } =
		await import('@zip.js/zip.js/lib/zip-core-native.js');
	// This is a worker already.
	configure({ useWebWorkers: false });
	const files = new Map<number, FileEntry>();
	let at = 0;
	try {
		for await (const entry of new ZipReader(new BlobReader(archive)).getEntriesGenerator()) {
			if (!entry.directory) files.set(at, entry);
			at++;
		}
	} catch (error) {
		throw damaged('zip', error, 0);
	}
	return files;
}
