import type { Cascade } from '../../lib/pipeline/head/cascade';
import { SAMPLE_BYTES, SAMPLE_PIECES } from '../../lib/pipeline/constants';
import {
	estimateRun,
	SampleCounter,
	type InputSize,
	type RunEstimate,
	type SampleCount,
	type SamplePiece
} from '../../lib/pipeline/run/estimate';
import { stringOf } from '../../lib/pipeline/text/piece-text';
import type { ColumnMapping, FileReading, InputFormat } from '../../lib/pipeline/read/input-format';
import { recordStart } from '../../lib/pipeline/read/record-start';
import { savedEmbeddings } from '../../lib/store/embeddings';
import type { InputFile } from '../contracts/classifier';
import { readText } from '../read/read-text';
import { textDecoder } from '../read/text-decoder';
import { isPacked } from '../read/unpack';
import { readBytes } from '../read/read-bytes';

/** An input with what its preview found. */
export interface EstimateInput {
	input: readonly InputFile[] | string;
	files: readonly FileReading[];
	format: InputFormat;
	mapping: ColumnMapping;
}

type Size = Omit<InputSize, 'newShare' | 'maxTokens'>;
/** Milliseconds of unpacking, after which the rest of a packed file is taken to be like its start. */
const MOST_UNPACKING_MILLISECONDS = 500;
/** How many times a packed log grows, where its file does not state its size. */
const USUAL_RATIO = 10;
/** Texts asked for in the store of embeddings: enough for a share. */
const TEXTS_LOOKED_UP = 500;

/** A part of an input; one that is not at its start begins within a row. */
interface Piece extends SamplePiece {
	torn: boolean;
}

/**
 * What a run over an input will be like, from pieces at several places of it.
 * @param encoder revision of the embeddings of earlier runs that count, and tokens that the encoder reads at most
 */
export async function estimateInput(
	{ input, files, format, mapping }: EstimateInput,
	cascade: Cascade,
	{ revision, maxTokens }: { revision?: string | undefined; maxTokens?: number | undefined } = {}
): Promise<RunEstimate> {
	const { pieces, size } =
		typeof input === 'string'
			? piecesOfText(input, format.header)
			: await piecesOfFiles(input, files, format.header);
	const counter = new SampleCounter({ format, mapping }, cascade);
	const { count } = counter;
	const rates = pieces.map(({ torn, ...piece }) => {
		const own = piece.way ?? { format, mapping };
		const from = torn ? recordStart(piece.text, own.format, own.mapping) : 0;
		const [chars, start] = [count.chars, performance.now()];
		counter.add({ ...piece, text: piece.text.slice(from) });
		return (performance.now() - start) / Math.max(1, count.chars - chars);
	});
	// The fastest: the first are slow, since their code is still being compiled, and any may be disturbed.
	if (rates.length > 0) count.milliseconds = Math.min(...rates) * count.chars;
	return estimateRun(count, { ...size, maxTokens, newShare: await newShare(count, revision) });
}

/** Share of the sampled texts whose embedding of this revision no run has left. */
async function newShare({ texts }: SampleCount, revision: string | undefined): Promise<number> {
	if (revision === undefined || texts.size === 0) return 1;
	const step = Math.max(1, Math.floor(texts.size / TEXTS_LOOKED_UP));
	const some = [...texts.keys()].filter((_, at) => at % step === 0);
	const known = await savedEmbeddings(revision, some).catch(() => []);
	return 1 - known.filter((record) => record !== undefined).length / some.length;
}

function piecesOfText(text: string, header: boolean): { pieces: Piece[]; size: Size } {
	const complete = text.length <= SAMPLE_BYTES;
	const size = { chars: text.length, bytes: text.length, complete };
	if (complete) return { pieces: [whole(text, header)], size };
	return { pieces: spread(text, SAMPLE_BYTES, header), size };
}

/** Of several files each gives pieces by its size; a packed one can only be read from its start. */
async function piecesOfFiles(
	input: readonly InputFile[],
	files: readonly FileReading[],
	header: boolean
): Promise<{ pieces: Piece[]; size: Size }> {
	const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
	const pieces: Piece[] = [];
	const size: Size = { chars: 0, bytes: 0, complete: true };
	for (const [at, { file }] of input.entries()) {
		const reading = files[at];
		if (!reading || reading.leftOut !== undefined) continue;
		const share = reading.bytes / Math.max(1, total);
		const budget = Math.max(2 ** 12, Math.round(SAMPLE_BYTES * share));
		const { way } = reading;
		const hasHeader = way?.format.header ?? header;
		const found = isWhole(reading)
			? await piecesOfFile(file, reading, budget, hasHeader)
			: await piecesOfPacked(file, reading, budget, hasHeader);
		pieces.push(...found.pieces.map((piece) => ({ ...piece, way })));
		size.chars += found.size.chars;
		size.bytes += found.size.bytes;
		size.complete &&= found.size.complete;
	}
	return { pieces, size };
}

/** Whether any part of a file's text can be read by itself. */
const isWhole = (reading: FileReading): boolean =>
	!isPacked(reading) && !reading.table && !reading.inside;

async function piecesOfFile(
	file: Blob,
	{ encoding }: FileReading,
	budget: number,
	header: boolean
): Promise<{ pieces: Piece[]; size: Size }> {
	const complete = file.size <= budget;
	// A multiple of four, so that no UTF-16 or UTF-32 unit is cut.
	const length = complete ? file.size : Math.ceil(budget / SAMPLE_PIECES / 4) * 4;
	const starts = complete ? [0] : startsOf(file.size, length);
	let chars = 0;
	const pieces: Piece[] = [];
	for (const start of starts) {
		const bytes = await readBytes(file.slice(start, start + length));
		const text = textDecoder(encoding).decode(new Uint8Array(bytes));
		chars += text.length;
		pieces.push(complete ? whole(text, header) : part(text, start === 0, header));
	}
	const charsPerByte = chars / Math.max(1, starts.length * length);
	const size = { chars: file.size * charsPerByte, bytes: file.size, complete };
	return { pieces, size };
}

/**
 * A packed file can only be read from its start, so it is unpacked up to the end, or until that takes too long, and the
 * pieces are taken on the way.
 */
async function piecesOfPacked(
	file: Blob,
	reading: FileReading,
	budget: number,
	header: boolean
): Promise<{ pieces: Piece[]; size: Size }> {
	const total = await unpackedSize(file, reading);
	const length = Math.ceil(budget / SAMPLE_PIECES);
	const starts = total > budget ? startsOf(total, length) : [0];
	const found = starts.map(() => '');
	const deadline = performance.now() + MOST_UNPACKING_MILLISECONDS;
	let position = 0;
	let complete = false;
	for await (const piece of readText(file, reading)) {
		const text = stringOf(piece.text);
		starts.forEach((start, at) => {
			const end = starts.length === 1 ? Infinity : start + length;
			found[at] += text.slice(Math.max(0, start - position), Math.max(0, end - position));
		});
		position += text.length;
		complete = piece.final;
		if (performance.now() > deadline) break;
	}
	const chars = complete ? position : Math.max(total, position);
	const isAll = complete && starts.length === 1;
	const pieces = isAll
		? [whole(found[0] ?? '', header)]
		: found.map((text, at) => part(text, at === 0, header));
	return { pieces, size: { chars, bytes: chars, complete: isAll } };
}

/** Of gzip the last four bytes, its size when unpacked modulo 4 GB (RFC 1952); wrong for several in one. */
async function unpackedSize(file: Blob, reading: FileReading): Promise<number> {
	const size = reading.inside?.bytes ?? file.size;
	if (!isPacked(reading) && !reading.table) return size;
	if (!reading.gzip || reading.inside) return size * USUAL_RATIO;
	const bytes = await readBytes(file.slice(-4));
	return bytes.byteLength === 4 ? new DataView(bytes).getUint32(0, true) : 0;
}

/** Pieces of a text that is longer than what is looked at. */
function spread(text: string, budget: number, header: boolean): Piece[] {
	const length = Math.ceil(budget / SAMPLE_PIECES);
	return startsOf(text.length, length).map((at) =>
		part(text.slice(at, at + length), at === 0, header)
	);
}

/** Evenly spaced, the first at the beginning, the last ending at the end; multiples of four. */
function startsOf(size: number, length: number): number[] {
	const step = (size - length) / (SAMPLE_PIECES - 1);
	return Array.from({ length: SAMPLE_PIECES }, (_, at) => Math.floor((at * step) / 4) * 4);
}

const whole = (text: string, header: boolean): Piece => ({
	text,
	header,
	final: true,
	torn: false
});

const part = (text: string, isStart: boolean, header: boolean): Piece => ({
	text,
	header: isStart && header,
	final: false,
	torn: !isStart
});
