import { readBytes } from './read-bytes';

/** Bytes of an input. */
export interface Bytes {
	bytes: Uint8Array<ArrayBuffer>;
	/** Bytes of the input (compressed ones of a packed file) read so far. */
	bytesRead: number;
}

/** Bytes of one read from a file: piece by piece it takes the browser a twelfth of a run's processor time more. */
const READ_BYTES = 2 ** 20;
/** Bytes of one piece: some two thousand rows. Buffers beyond a megabyte are mapped again each time, which costs more than their use. */
export const PIECE_BYTES = 2 ** 18;
/** The first read is small, so that the first rows are on their way at once. */
const FIRST_PIECE_BYTES = 2 ** 16;

/** Pieces of a file, parts of what is read at once; the next part is already being read while this one is worked on. */
export async function* fileBytes(file: Blob, pieceBytes = PIECE_BYTES): AsyncGenerator<Bytes> {
	const read = (start: number): Promise<ArrayBuffer> =>
		readBytes(file.slice(start, start + READ_BYTES));
	let next = readBytes(file.slice(0, FIRST_PIECE_BYTES));
	for (let start = 0; start < file.size;) {
		const bytes = new Uint8Array(await next);
		if (bytes.length === 0) return;
		next = read(start + bytes.length);
		for (const piece of pieces(bytes, pieceBytes)) {
			const end = piece.byteOffset - bytes.byteOffset + piece.length;
			yield { bytes: piece, bytesRead: start + end };
		}
		start += bytes.length;
	}
	await next;
}

/** Parts of at most so many bytes. */
export function* pieces(
	bytes: Uint8Array<ArrayBuffer>,
	pieceBytes = PIECE_BYTES
): Generator<Uint8Array<ArrayBuffer>> {
	for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

/** The same bytes as a stream, for libraries that read one. */
export function streamOf(source: AsyncGenerator<Bytes>): ReadableStream<Uint8Array<ArrayBuffer>> {
	return new ReadableStream({
		async pull(controller) {
			const { done, value } = await source.next();
			if (done) controller.close();
			else controller.enqueue(value.bytes);
		},
		async cancel() {
			await source.return(undefined);
		}
	});
}

/** Chunks of a stream. Whoever stops early cancels it; not every browser can iterate over one. */
export async function* chunksOf<Chunk>(stream: ReadableStream<Chunk>): AsyncGenerator<Chunk> {
	const reader = stream.getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			yield value;
		}
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}
