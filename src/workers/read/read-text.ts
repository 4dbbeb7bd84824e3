import type { TextPiece } from '../../lib/pipeline/run/run-types';
import { SNIFF_BYTES } from '../../lib/pipeline/constants';
import { detectEncoding, refuseBinary } from '../../lib/pipeline/read/encoding';
import type { FileReading } from '../../lib/pipeline/read/input-format';
import type { InputFile } from '../contracts/classifier';
import { withoutNuls } from './nul-bytes';
import { PieceDecoder, textDecoder } from './text-decoder';
import { gunzipped, unzstd, type Bytes } from './unpack';

/** Bytes of one read from a file: piece by piece it takes the browser a twelfth of a run's processor time more. */
const READ_BYTES = 2 ** 20;
/** Bytes of one piece: some two thousand rows. Buffers beyond a megabyte are mapped again each time, which costs more than their use. */
const PIECE_BYTES = 2 ** 18;
/** The first read is small, so that the first rows are on their way at once. */
const FIRST_PIECE_BYTES = 2 ** 16;

/** How the bytes of an input become text. */
export interface TextEncodingChoice {
	encoding: string;
	gzip: boolean;
	zstd?: boolean;
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
	const packing = await packingOf(input);
	const { bytes, complete } = await firstBytes(input, packing);
	const found = encoding ?? detectEncoding(bytes);
	if (encoding === undefined) refuseBinary(bytes, found);
	const text = withoutNuls(textDecoder(found).decode(bytes, { stream: !complete })).text;
	return { encoding: found, ...packing, text, complete };
}

/**
 * A pasted text may start with a byte order mark and hold halves of characters; of a file, the decoder takes the one
 * away and replaces the others.
 */
const asDecoded = (input: string): string =>
	(input.startsWith('\uFEFF') ? input.slice(1) : input).replace(/\p{Surrogate}/gu, '\uFFFD');

type Packing = Pick<TextEncodingChoice, 'gzip' | 'zstd'>;

async function packingOf(input: Blob): Promise<Packing> {
	const bytes = new Uint8Array(await input.slice(0, 4).arrayBuffer());
	const starts = (...magic: number[]): boolean => magic.every((byte, at) => bytes[at] === byte);
	const gzip = starts(0x1f, 0x8b);
	return starts(0x28, 0xb5, 0x2f, 0xfd) ? { gzip, zstd: true } : { gzip };
}

/** The bytes of a file, unpacked. */
function bytesOf(input: Blob, { gzip, zstd }: Packing): AsyncGenerator<Bytes> {
	if (zstd) return unzstd(input);
	return gzip ? gunzipped(input) : slices(input);
}

async function firstBytes(
	input: Blob,
	packing: Packing
): Promise<{ bytes: Uint8Array<ArrayBuffer>; complete: boolean }> {
	const parts: Uint8Array<ArrayBuffer>[] = [];
	let size = 0;
	// Zeros without end in a packed file are a bomb.
	const isPacked = packing.gzip || packing.zstd === true;
	for await (const { bytes } of bytesOf(input, packing)) {
		// A log that was cut while it was open may begin with gigabytes of zeros.
		if (!isPacked && parts.length > 0 && isEmpty(bytes) && parts.every(isEmpty)) continue;
		parts.push(bytes);
		size += bytes.length;
		if (size > SNIFF_BYTES) break;
	}
	const all = new Uint8Array(await new Blob(parts).arrayBuffer());
	return { bytes: all.subarray(0, SNIFF_BYTES), complete: size <= SNIFF_BYTES };
}

const isEmpty = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/** All files of an input, one after the other; those that are left out are passed over. */
export async function* readFiles(
	input: readonly InputFile[] | string,
	files: readonly (TextEncodingChoice & Pick<FileReading, 'leftOut'>)[]
): AsyncGenerator<TextPiece> {
	const inputs = typeof input === 'string' ? [input] : input.map(({ file }) => file);
	let before = 0;
	for (const [file, part] of inputs.entries()) {
		const choice = files[file] ?? { encoding: 'utf-8', gzip: false };
		if (choice.leftOut !== undefined) continue;
		for await (const piece of readText(part, choice))
			yield { ...piece, file, bytesRead: before + piece.bytesRead };
		before += typeof part === 'string' ? part.length : part.size;
	}
}

/** One file or text as pieces of text. No multi-byte character is broken: the decoder carries it to the next piece. */
export async function* readText(
	input: Blob | string,
	{ encoding, ...packing }: TextEncodingChoice
): AsyncGenerator<TextPiece> {
	if (typeof input === 'string') {
		yield* piecesOfString(asDecoded(input));
		return;
	}
	const decoder = new PieceDecoder(encoding);
	let bytesRead = 0;
	for await (const part of bytesOf(input, packing)) {
		bytesRead = part.bytesRead;
		yield { ...withoutNuls(decoder.decode(part.bytes)), final: false, bytesRead };
	}
	yield { text: decoder.finish(), final: true, bytesRead };
}

async function* piecesOfString(input: string): AsyncGenerator<TextPiece> {
	for (let at = 0; at < input.length; at += PIECE_BYTES) {
		const text = input.slice(at, at + PIECE_BYTES);
		yield { ...withoutNuls(text), final: false, bytesRead: at };
		// A pasted text never waits for input, so messages such as a cancel need a turn of their own.
		await new Promise((resolve) => setTimeout(resolve));
	}
	yield { text: '', final: true, bytesRead: input.length };
}

/** Pieces of the file, parts of what is read at once; the next part is already being read while this one is worked on. */
async function* slices(input: Blob): AsyncGenerator<Bytes> {
	const read = (start: number): Promise<ArrayBuffer> =>
		input.slice(start, start + READ_BYTES).arrayBuffer();
	let next = input.slice(0, FIRST_PIECE_BYTES).arrayBuffer();
	for (let start = 0; start < input.size;) {
		const bytes = new Uint8Array(await next);
		if (bytes.length === 0) return;
		next = read(start + bytes.length);
		for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
			const piece = bytes.subarray(at, at + PIECE_BYTES);
			yield { bytes: piece, bytesRead: start + at + piece.length };
		}
		start += bytes.length;
	}
	await next;
}
