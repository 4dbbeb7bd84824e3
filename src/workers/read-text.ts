import type { TextPiece } from '../lib/pipeline/classify-run';
import {
	MAX_GZIP_BYTES,
	MAX_GZIP_RATIO,
	MIN_GZIP_BYTES,
	SNIFF_BYTES
} from '../lib/pipeline/constants';
import { detectEncoding, refuseBinary } from '../lib/pipeline/encoding';
import { InputError } from '../lib/pipeline/input-error';
import type { InputFile } from './contracts';

/** Bytes of one read from a file: about ten thousand rows, decoded and parsed in some tens of milliseconds. */
const PIECE_BYTES = 2 ** 20;
/** The first read is small, so that the first rows are on their way at once. */
const FIRST_PIECE_BYTES = 2 ** 16;

/** How the bytes of an input become text. */
export interface TextEncodingChoice {
	encoding: string;
	gzip: boolean;
}

/** The start of an input as text, with the encoding that was found or given. */
export async function readSample(
	input: Blob | string,
	encoding?: string
): Promise<TextEncodingChoice & { text: string; complete: boolean }> {
	if (typeof input === 'string')
		return {
			encoding: 'utf-8',
			gzip: false,
			text: asDecoded(input).slice(0, SNIFF_BYTES),
			complete: input.length <= SNIFF_BYTES
		};
	const gzip = await isGzip(input);
	const { bytes, complete } = await firstBytes(input, gzip);
	const found = encoding ?? detectEncoding(bytes);
	if (encoding === undefined) refuseBinary(bytes, found);
	const text = new TextDecoder(found).decode(bytes, { stream: !complete });
	return { encoding: found, gzip, text, complete };
}

/**
 * A pasted text may start with a byte order mark and hold halves of characters; of a file, the decoder takes the one
 * away and replaces the others, as the store would.
 */
const asDecoded = (input: string): string =>
	(input.startsWith('\uFEFF') ? input.slice(1) : input).replace(/\p{Surrogate}/gu, '\uFFFD');

async function isGzip(input: Blob): Promise<boolean> {
	const [first, second] = new Uint8Array(await input.slice(0, 2).arrayBuffer());
	return first === 0x1f && second === 0x8b;
}

async function firstBytes(
	input: Blob,
	gzip: boolean
): Promise<{ bytes: Uint8Array; complete: boolean }> {
	const parts: Uint8Array<ArrayBuffer>[] = [];
	let size = 0;
	for await (const { bytes } of gzip ? gunzipped(input) : slices(input)) {
		parts.push(bytes);
		size += bytes.length;
		if (size > SNIFF_BYTES) break;
	}
	const all = new Uint8Array(await new Blob(parts).arrayBuffer());
	return { bytes: all.subarray(0, SNIFF_BYTES), complete: size <= SNIFF_BYTES };
}

/** All files of an input, one after the other. */
export async function* readFiles(
	input: readonly InputFile[] | string,
	files: readonly TextEncodingChoice[]
): AsyncGenerator<TextPiece> {
	const inputs = typeof input === 'string' ? [input] : input.map(({ file }) => file);
	let before = 0;
	for (const [file, part] of inputs.entries()) {
		const choice = files[file] ?? { encoding: 'utf-8', gzip: false };
		for await (const piece of readText(part, choice))
			yield { ...piece, file, bytesRead: before + piece.bytesRead };
		before += typeof part === 'string' ? part.length : part.size;
	}
}

/** One file or text as pieces of text. No multi-byte character is broken: the decoder carries it to the next piece. */
export async function* readText(
	input: Blob | string,
	{ encoding, gzip }: TextEncodingChoice
): AsyncGenerator<TextPiece> {
	if (typeof input === 'string') {
		yield* piecesOfString(asDecoded(input));
		return;
	}
	const decoder = new TextDecoder(encoding);
	let bytesRead = 0;
	for await (const part of gzip ? gunzipped(input) : slices(input)) {
		bytesRead = part.bytesRead;
		yield { text: decoder.decode(part.bytes, { stream: true }), final: false, bytesRead };
	}
	yield { text: decoder.decode(), final: true, bytesRead };
}

async function* piecesOfString(input: string): AsyncGenerator<TextPiece> {
	for (let at = 0; at < input.length; at += PIECE_BYTES) {
		yield { text: input.slice(at, at + PIECE_BYTES), final: false, bytesRead: at };
		// A pasted text never waits for input, so messages such as a cancel need a turn of their own.
		await new Promise((resolve) => setTimeout(resolve));
	}
	yield { text: '', final: true, bytesRead: input.length };
}

interface Bytes {
	bytes: Uint8Array<ArrayBuffer>;
	/** Bytes of the input (compressed ones for gzip) read so far. */
	bytesRead: number;
}

/** Slices of the file, the next one already being read while this one is worked on. */
async function* slices(input: Blob): AsyncGenerator<Bytes> {
	let end = FIRST_PIECE_BYTES;
	let next = input.slice(0, end).arrayBuffer();
	for (let start = 0; start < input.size; start = end, end += PIECE_BYTES) {
		const bytes = new Uint8Array(await next);
		next = input.slice(end, end + PIECE_BYTES).arrayBuffer();
		yield { bytes, bytesRead: Math.min(end, input.size) };
	}
	await next;
}

/** Unpacks gzip while streaming, within bounds that no real log reaches but a bomb does. */
async function* gunzipped(input: Blob): AsyncGenerator<Bytes> {
	let compressed = 0;
	const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
		transform(chunk, controller) {
			compressed += chunk.length;
			controller.enqueue(chunk);
		}
	});
	const stream = input.stream().pipeThrough(counter).pipeThrough(new DecompressionStream('gzip'));
	const reader = stream.getReader();
	let unpacked = 0;
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			unpacked += value.length;
			if (
				unpacked > MAX_GZIP_BYTES ||
				unpacked > MAX_GZIP_RATIO * Math.max(compressed, MIN_GZIP_BYTES)
			)
				throw bombError(unpacked, compressed);
			yield { bytes: value, bytesRead: Math.min(compressed, input.size) };
		}
	} catch (error) {
		if (error instanceof InputError) throw error;
		throw new InputError(
			`The gzip file is damaged or cut off after ${unpacked.toLocaleString('en')} unpacked bytes (${(error as Error).message}). Unpack it with another tool, or get it again.`
		);
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}

const bombError = (unpacked: number, compressed: number): InputError =>
	new InputError(
		`The gzip file unpacks to more than ${unpacked.toLocaleString('en')} bytes from ${compressed.toLocaleString('en')}: this is refused as a decompression bomb. Unpack it first and drop the part you need.`
	);
