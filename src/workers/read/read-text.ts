import type { TextPiece } from '../../lib/pipeline/run/run-types';
import { SNIFF_BYTES } from '../../lib/pipeline/constants';
import { detectEncoding, refuseBinary } from '../../lib/pipeline/read/encoding';
import type { ArchivePlace, FileReading } from '../../lib/pipeline/read/input-format';
import { withoutNuls } from './nul-bytes';
import { PieceDecoder, textDecoder } from './text-decoder';
import { bytesInside } from './archives/inside';
import { fileBytes, PIECE_BYTES, type Bytes } from './file-bytes';
import { tableBytes, tableKindOf } from './table-files';
import { isPacked, packingOf, unpacked, type Packing } from './unpack';

/** How the bytes of an input become text. */
export interface TextEncodingChoice extends Packing, Pick<FileReading, 'table' | 'inside'> {
	encoding: string;
}

/**
 * The start of an input as text, with the encoding that was found or given.
 * @param inside where it is, when `input` is an archive
 */
export async function readSample(
	input: Blob | string,
	encoding?: string,
	inside?: ArchivePlace
): Promise<TextEncodingChoice & { text: string; complete: boolean }> {
	if (typeof input === 'string')
		return {
			encoding: 'utf-8',
			gzip: false,
			text: asDecoded(input).slice(0, SNIFF_BYTES),
			complete: input.length <= SNIFF_BYTES
		};
	const raw = rawBytes(input, inside);
	// A file in an archive is not looked up twice.
	const { value: first } = await raw.next();
	const start = first?.bytes ?? new Uint8Array();
	const table = await tableKindOf(start, input, inside);
	const packing = table ? { gzip: false, table } : packingOf(start);
	const choice = { ...(inside ? { inside } : {}), ...packing };
	if (table) await raw.return(undefined);
	const all = table ? bytesOf(input, choice) : unpacked(withFirst(first, raw), packing);
	const { bytes, complete } = await firstBytes(all, inside !== undefined || isPacked(packing));
	const found = table ? 'utf-8' : (encoding ?? detectEncoding(bytes));
	if (encoding === undefined) refuseBinary(bytes, found);
	const text = withoutNuls(textDecoder(found).decode(bytes, { stream: !complete })).text;
	return { encoding: found, ...choice, text, complete };
}

async function* withFirst(
	first: Bytes | undefined,
	rest: AsyncGenerator<Bytes>
): AsyncGenerator<Bytes> {
	try {
		if (first) yield first;
		yield* rest;
	} finally {
		await rest.return(undefined);
	}
}

/**
 * A pasted text may start with a byte order mark and hold halves of characters; of a file, the decoder takes the one
 * away and replaces the others.
 */
const asDecoded = (input: string): string =>
	(input.startsWith('\uFEFF') ? input.slice(1) : input).replace(/\p{Surrogate}/gu, '\uFFFD');

/** The bytes of a file's text: taken out of its archive, unpacked, or written as a table. */
function bytesOf(
	input: Blob,
	{ table, inside, ...packing }: Omit<TextEncodingChoice, 'encoding'>
): AsyncGenerator<Bytes> {
	if (table) return tableBytes(input, table, inside);
	return unpacked(rawBytes(input, inside), packing);
}

const rawBytes = (input: Blob, inside: ArchivePlace | undefined): AsyncGenerator<Bytes> =>
	inside ? bytesInside(input, inside) : fileBytes(input);

/** @param mayBeBomb zeros without end are one then; a log that was cut while it was open begins with gigabytes of them */
async function firstBytes(
	source: AsyncGenerator<Bytes>,
	mayBeBomb: boolean
): Promise<{ bytes: Uint8Array<ArrayBuffer>; complete: boolean }> {
	const parts: Uint8Array<ArrayBuffer>[] = [];
	let size = 0;
	for await (const { bytes } of source) {
		if (!mayBeBomb && parts.length > 0 && isEmpty(bytes) && parts.every(isEmpty)) continue;
		parts.push(bytes);
		size += bytes.length;
		if (size > SNIFF_BYTES) break;
	}
	const all = new Uint8Array(await new Blob(parts).arrayBuffer());
	return { bytes: all.subarray(0, SNIFF_BYTES), complete: size <= SNIFF_BYTES };
}

const isEmpty = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/** One file or text as pieces of text. No multi-byte character is broken: the decoder carries it to the next piece. */
export async function* readText(
	input: Blob | string,
	{ encoding, ...choice }: TextEncodingChoice
): AsyncGenerator<TextPiece> {
	if (typeof input === 'string') {
		yield* piecesOfString(asDecoded(input));
		return;
	}
	const decoder = new PieceDecoder(encoding);
	let bytesRead = 0;
	for await (const part of bytesOf(input, choice)) {
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
