import type * as XzLibrary from 'xz-decompress';
import type { FileReading } from '../../lib/pipeline/read/input-format';
import { hasSignature } from '../../lib/pipeline/read/file-kinds';
import { damaged, refuseBomb } from './bomb-guard';
import { chunksOf, pieces, streamOf, type Bytes } from './file-bytes';
import { bunzip2 } from './unpack-bzip2';

/** How the bytes of a file are packed; nothing of it for one that is not. */
export type Packing = Pick<FileReading, 'zstd' | 'bzip2' | 'xz'> & { gzip: boolean };

/** Compressed bytes that are unpacked at once: bounds what a bomb can make of them before it is noticed. */
const PACKED_PIECE_BYTES = 2 ** 16;

/** @param start the first bytes of a file, six at least where it has them */
export function packingOf(start: Uint8Array): Packing {
	const gzip = hasSignature(start, [0x1f, 0x8b]);
	if (hasSignature(start, [0x28, 0xb5, 0x2f, 0xfd])) return { gzip, zstd: true };
	if (hasSignature(start, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])) return { gzip, xz: true };
	// The size of the blocks follows, then the first block or, in an empty file, the end.
	const isBzip2 = hasSignature(start, 'BZh') && [0x31, 0x17].includes(start[4] ?? 0);
	return isBzip2 ? { gzip, bzip2: true } : { gzip };
}

export const isPacked = ({ gzip, zstd, bzip2, xz }: Packing): boolean =>
	gzip || [zstd, bzip2, xz].includes(true);

/** The bytes of a file, unpacked within bounds that no real log reaches but a bomb does. */
export function unpacked(raw: AsyncGenerator<Bytes>, packing: Packing): AsyncGenerator<Bytes> {
	if (packing.zstd) return unzstd(raw);
	if (packing.bzip2) return guarded('bzip2', raw, bunzip2);
	if (packing.xz) return guarded('xz', raw, unxz);
	return packing.gzip ? gunzipped(raw) : raw;
}

/** Unpacks gzip while streaming. */
async function* gunzipped(raw: AsyncGenerator<Bytes>): AsyncGenerator<Bytes> {
	const { readable, writable } = new DecompressionStream('gzip');
	const reader = readable.getReader();
	const writer = writable.getWriter();
	let compressed = 0;
	const feed = async (): Promise<void> => {
		for await (const { bytes, bytesRead } of small(raw)) {
			await writer.ready;
			compressed = bytesRead;
			await writer.write(bytes);
		}
		// A stream that fails drops what was not read of it yet, and at the end of a cut file it fails.
		await writer.ready;
		await writer.close();
	};
	feed().catch((error: unknown) => writer.abort(error).catch(() => undefined));
	let size = 0;
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			size += value.length;
			refuseBomb('gzip', size, compressed);
			yield { bytes: value, bytesRead: compressed };
		}
	} catch (error) {
		throw damaged('gzip', error, size);
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}

/** Unpacks zstd. The library for it is loaded when the first such file comes, as those of the next ones are. */
async function* unzstd(raw: AsyncGenerator<Bytes>): AsyncGenerator<Bytes> {
	const { Decompress } = await import('fzstd');
	let size = 0;
	let compressed = 0;
	const ready: Uint8Array<ArrayBuffer>[] = [];
	const decoder = new Decompress((chunk) => {
		size += chunk.length;
		refuseBomb('zstd', size, compressed);
		// The library uses its buffer again.
		ready.push(Uint8Array.from(chunk));
	});
	const taken = function* (): Generator<Bytes> {
		for (const bytes of ready.splice(0)) yield { bytes, bytesRead: compressed };
	};
	try {
		for await (const { bytes, bytesRead } of small(raw)) {
			compressed = bytesRead;
			decoder.push(bytes);
			yield* taken();
		}
		decoder.push(new Uint8Array(), true);
		yield* taken();
	} catch (error) {
		throw damaged('zstd', error, size);
	}
}

/** Chunks without bytes, one after the other, after which a file is cut off: the library would wait for ever. */
const MAX_EMPTY_CHUNKS = 8;

/** Unpacks xz. The library reads one such file at a time: whoever reads several must end one before the next. */
export async function* unxz(raw: AsyncGenerator<Bytes>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	const library: typeof XzLibrary & { default?: typeof XzLibrary } = await import('xz-decompress');
	// Written for an older kind of modules: where its names are depends on who loads it.
	const { XzReadableStream } = library.default ?? library;
	let empty = 0;
	for await (const chunk of chunksOf(new XzReadableStream(streamOf(raw)))) {
		empty = chunk.length === 0 ? empty + 1 : 0;
		if (empty > MAX_EMPTY_CHUNKS) throw new Error('unexpected end of file');
		// The library uses its memory again.
		yield chunk.slice();
	}
}

/** The pieces of a packed file in small parts. */
async function* small(raw: AsyncGenerator<Bytes>): AsyncGenerator<Bytes> {
	for await (const { bytes, bytesRead } of raw) {
		let left = bytes.length;
		for (const piece of pieces(bytes, PACKED_PIECE_BYTES)) {
			left -= piece.length;
			yield { bytes: piece, bytesRead: bytesRead - left };
		}
	}
}

type Unpack = (raw: AsyncGenerator<Bytes>) => AsyncGenerator<Uint8Array<ArrayBuffer>>;

/** Counts what is read and unpacked, refuses bombs and says what is damaged. */
async function* guarded(
	kind: string,
	raw: AsyncGenerator<Bytes>,
	unpack: Unpack
): AsyncGenerator<Bytes> {
	let compressed = 0;
	let size = 0;
	const counted = async function* (): AsyncGenerator<Bytes> {
		for await (const piece of small(raw)) {
			compressed = piece.bytesRead;
			yield piece;
		}
	};
	try {
		for await (const all of unpack(counted()))
			for (const bytes of pieces(all)) {
				size += bytes.length;
				refuseBomb(kind, size, compressed);
				yield { bytes, bytesRead: compressed };
			}
	} catch (error) {
		throw damaged(kind, error, size);
	}
}
