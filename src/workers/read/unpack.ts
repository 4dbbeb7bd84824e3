import { MAX_GZIP_BYTES, MAX_GZIP_RATIO, MIN_GZIP_BYTES } from '../../lib/pipeline/constants';
import { InputError } from '../../lib/pipeline/read/input-error';

/** Bytes of an input. */
export interface Bytes {
	bytes: Uint8Array<ArrayBuffer>;
	/** Bytes of the input (compressed ones of a packed file) read so far. */
	bytesRead: number;
}

/** Compressed bytes that are unpacked at once: bounds what a bomb can make of them before it is noticed. */
const PACKED_PIECE_BYTES = 2 ** 16;

/** Unpacks gzip while streaming, within bounds that no real log reaches but a bomb does. */
export async function* gunzipped(input: Blob): AsyncGenerator<Bytes> {
	const { readable, writable } = new DecompressionStream('gzip');
	const reader = readable.getReader();
	const writer = writable.getWriter();
	let compressed = 0;
	const feed = async (): Promise<void> => {
		while (compressed < input.size) {
			const part = await input.slice(compressed, compressed + PACKED_PIECE_BYTES).arrayBuffer();
			await writer.ready;
			compressed += part.byteLength;
			await writer.write(new Uint8Array(part));
		}
		// A stream that fails drops what was not read of it yet, and at the end of a cut file it fails.
		await writer.ready;
		await writer.close();
	};
	feed().catch((error: unknown) => writer.abort(error).catch(() => undefined));
	let unpacked = 0;
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			unpacked += value.length;
			refuseBomb('gzip', unpacked, compressed);
			yield { bytes: value, bytesRead: compressed };
		}
	} catch (error) {
		throw damaged('gzip', error, unpacked);
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}

/** Unpacks zstd, within the same bounds. The library for it is loaded when the first such file comes. */
export async function* unzstd(input: Blob): AsyncGenerator<Bytes> {
	const { Decompress } = await import('fzstd');
	let unpacked = 0;
	let compressed = 0;
	let ready: Uint8Array<ArrayBuffer>[] = [];
	const decoder = new Decompress((chunk) => {
		unpacked += chunk.length;
		refuseBomb('zstd', unpacked, compressed);
		// The library uses its buffer again.
		ready.push(Uint8Array.from(chunk));
	});
	try {
		while (compressed < input.size) {
			const part = input.slice(compressed, compressed + PACKED_PIECE_BYTES);
			compressed += part.size;
			decoder.push(new Uint8Array(await part.arrayBuffer()), compressed >= input.size);
			for (const bytes of ready.splice(0)) yield { bytes, bytesRead: compressed };
		}
	} catch (error) {
		throw damaged('zstd', error, unpacked);
	} finally {
		ready = [];
	}
}

function refuseBomb(kind: string, unpacked: number, compressed: number): void {
	const allowed = MAX_GZIP_RATIO * Math.max(compressed, MIN_GZIP_BYTES);
	if (unpacked <= Math.min(MAX_GZIP_BYTES, allowed)) return;
	throw new InputError(
		`The ${kind} file unpacks to more than ${unpacked.toLocaleString('en')} bytes from ${compressed.toLocaleString('en')}: this is refused as a decompression bomb. Unpack it first and drop the part you need.`
	);
}

function damaged(kind: string, error: unknown, unpacked: number): InputError {
	if (error instanceof InputError) return error;
	// Some browsers name the call that failed first, which says nothing to a user.
	const reason = (error as Error).message
		.replace(/^Failed to execute .*?: /, '')
		.replace(/\.$/, '');
	return new InputError(
		`The ${kind} file is damaged or cut off after ${unpacked.toLocaleString('en')} unpacked bytes (${reason}). Unpack it with another tool, or get it again.`
	);
}
