import { MAX_BYTES_IN_MEMORY } from '../../../lib/pipeline/constants';
import { InputError } from '../../../lib/pipeline/read/input-error';
import { damaged, refuseBomb } from '../bomb-guard';
import { chunksOf, fileBytes, streamOf, type Bytes } from '../file-bytes';
import { readBytes } from '../read-bytes';
import { unxz } from '../unpack';
import { bunzip2 } from '../unpack-bzip2';
import { PASSWORD, UNKNOWN_PACKING, type ArchiveEntry } from './archive-entry';
import { crc32 } from './crc32';
import { unlzma, xzFrame } from './lzma-streams';
import {
	sevenZipHeader,
	START_BYTES,
	type SevenZipFile,
	type SevenZipFolder
} from './seven-zip-header';

/** A list longer than that is of no archive of logs. */
const MAX_LIST_BYTES = 2 ** 25;

const METHODS = {
	copy: '00',
	lzma: '030101',
	lzma2: '21',
	deflate: '040108',
	bzip2: '040202',
	aes: '06f10701'
} as const;
const { copy, lzma, lzma2, deflate, bzip2 } = METHODS;

interface List {
	folders: SevenZipFolder[];
	files: SevenZipFile[];
}

/** The lists of archives that were read, and the folder of each that was unpacked last. */
const lists = new WeakMap<Blob, Promise<List>>();
const unpackedFolders = new WeakMap<Blob, { folder: number; all: Promise<Blob> }>();

/**
 * The files in a 7z archive, by the list at its end. Those that are packed in an unknown way, or together with more than
 * is unpacked in memory, cannot be read.
 *
 * @throws InputError when it is damaged, a bomb, or its list has a password
 */
export async function sevenZipEntries(archive: Blob): Promise<ArchiveEntry[]> {
	const { folders, files } = await listOf(archive);
	refuseBomb(
		'7z',
		folders.reduce((sum, { bytes }) => sum + bytes, 0),
		archive.size
	);
	return files.map(({ path, folder, bytes, modified }, at) => {
		const { methods = [], bytes: together = 0 } = folders[folder] ?? {};
		const unreadable =
			together > MAX_BYTES_IN_MEMORY
				? 'It is packed together with more than 512 MB. Unpack the archive and drop the logs in it'
				: isKnown(methods)
					? undefined
					: UNKNOWN_PACKING;
		const locked = methods.includes(METHODS.aes);
		return { path, at, bytes, modified, locked, ...(unreadable ? { unreadable } : {}) };
	});
}

/** The method that unpacks a folder; undefined where it is not known. */
function packingOf([first = '', ...others]: readonly string[]): string | undefined {
	const known: readonly string[] = [copy, lzma, lzma2, deflate, bzip2];
	return others.length === 0 && known.includes(first) ? first : undefined;
}

const isKnown = (methods: readonly string[]): boolean => packingOf(methods) !== undefined;

/** The bytes of one file in a 7z archive. Its whole folder is unpacked in memory, and kept for the next file. */
export async function* sevenZipBytes(archive: Blob, at: number): AsyncGenerator<Bytes> {
	const { folders, files } = await listOf(archive);
	const file = files[at];
	const folder = folders[file?.folder ?? -1];
	if (!file || !folder) throw new InputError('The 7z file is another one than before.');
	let sum = 0;
	let size = 0;
	try {
		const known = unpackedFolders.get(archive);
		const all = known?.folder === file.folder ? known.all : unpackedFolder(archive, folder);
		unpackedFolders.set(archive, { folder: file.folder, all });
		const taken = (await all).slice(file.start, file.start + file.bytes);
		for await (const { bytes } of fileBytes(taken)) {
			sum = crc32(bytes, sum);
			size += bytes.length;
			yield { bytes, bytesRead: size };
		}
		if (file.crc !== undefined && sum !== file.crc) throw new Error('its checksum is another one');
	} catch (error) {
		throw damaged('7z', error, size);
	}
}

function listOf(archive: Blob): Promise<List> {
	const known = lists.get(archive);
	if (known) return known;
	const list = readList(archive).catch((error: unknown) => {
		throw damaged('7z', error, 0);
	});
	lists.set(archive, list);
	return list;
}

async function readList(archive: Blob): Promise<List> {
	const start = new DataView(await readBytes(archive.slice(0, START_BYTES)));
	const [offset, length] = [12, 20].map((at) => Number(start.getBigUint64(at, true))) as [
		number,
		number
	];
	if (length === 0) return { folders: [], files: [] };
	const from = START_BYTES + offset;
	if (from + length > archive.size) throw new Error('unexpected end of file');
	if (length > MAX_LIST_BYTES) throw new Error('its list is too long');
	let bytes = new Uint8Array(await readBytes(archive.slice(from, from + length)));
	if (crc32(bytes) !== start.getUint32(28, true)) throw new Error('its list is damaged');
	// A list may be packed, and that may be said in a packed list.
	for (let depth = 0; depth < 3; depth++) {
		const { folders, files } = sevenZipHeader(bytes);
		if (files) return { folders, files };
		const [folder] = folders;
		if (!folder || folder.bytes > MAX_LIST_BYTES) throw new Error('its list is damaged');
		if (folder.methods.includes(METHODS.aes)) throw new InputError(`${PASSWORD}.`);
		if (!isKnown(folder.methods)) throw new InputError(`${UNKNOWN_PACKING}.`);
		bytes = new Uint8Array(await (await unpackedFolder(archive, folder)).arrayBuffer());
	}
	throw new Error('its list is damaged');
}

/** All files of a folder, one after the other. */
async function unpackedFolder(archive: Blob, folder: SevenZipFolder): Promise<Blob> {
	const { start, packedBytes, bytes } = folder;
	const packed = archive.slice(start, start + packedBytes);
	const parts: Uint8Array<ArrayBuffer>[] = [];
	let size = 0;
	for await (const part of unpackedBytes(packed, folder)) {
		size += part.length;
		if (size > bytes) throw new Error('there is more than it says');
		parts.push(part);
	}
	if (size < bytes) throw new Error('unexpected end of file');
	return new Blob(parts);
}

async function* unpackedBytes(
	packed: Blob,
	{ methods, properties, bytes }: SevenZipFolder
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	switch (packingOf(methods)) {
		case lzma2: {
			const { head, foot } = xzFrame(properties[0] ?? 0, packed.size, bytes);
			return yield* unxz(fileBytes(new Blob([head, packed, foot])));
		}
		case lzma:
			yield await unlzma(new Uint8Array(await readBytes(packed)), properties, bytes);
			return;
		case bzip2:
			return yield* bunzip2(fileBytes(packed));
		case deflate:
			return yield* chunksOf(
				streamOf(fileBytes(packed)).pipeThrough(new DecompressionStream('deflate-raw'))
			);
		default:
			for await (const part of fileBytes(packed)) yield part.bytes;
	}
}
