import type { Cascade } from '../lib/pipeline/cascade';
import { SAMPLE_BYTES, SAMPLE_PIECES } from '../lib/pipeline/constants';
import {
	countSample,
	estimateRun,
	type InputSize,
	type RunEstimate,
	type SampleCount
} from '../lib/pipeline/estimate';
import type { ColumnMapping, FileReading, InputFormat } from '../lib/pipeline/input-format';
import { savedEmbeddings } from '../lib/store/embeddings';
import type { InputFile } from './contracts';
import { readText } from './read-text';
import { textDecoder } from './text-decoder';

/** An input with what its preview found. */
export interface EstimateInput {
	input: readonly InputFile[] | string;
	files: readonly FileReading[];
	format: InputFormat;
	mapping: ColumnMapping;
}

type Size = Omit<InputSize, 'newShare'>;
/** Texts asked for in the store of embeddings: enough for a share. */
const TEXTS_LOOKED_UP = 500;

/** One part of an input: where it is, and whether a header stands at its start. */
interface Piece {
	text: string;
	header: boolean;
}

/** What a run over an input will be like, from pieces at several places of it. */
export async function estimateInput(
	{ input, files, format, mapping }: EstimateInput,
	cascade: Cascade,
	encoderRevision?: string
): Promise<RunEstimate> {
	const count: SampleCount = { rows: 0, chars: 0, texts: new Map(), milliseconds: 0 };
	const start = performance.now();
	const { pieces, size } =
		typeof input === 'string'
			? piecesOfText(input, format.header)
			: await piecesOfFiles(input, files, format.header);
	for (const { text, header } of pieces)
		countSample(text, header, { format, mapping }, cascade, count);
	count.milliseconds = performance.now() - start;
	return estimateRun(count, { ...size, newShare: await newShare(count, encoderRevision) });
}

/** Share of the sampled texts that no run of this encoder has embedded yet. */
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
	if (complete) return { pieces: [{ text, header }], size };
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
		const budget = Math.max(2 ** 12, Math.round((SAMPLE_BYTES * file.size) / Math.max(1, total)));
		const found =
			reading.gzip || reading.zstd
				? await startOfPacked(file, reading, budget, header)
				: await piecesOfFile(file, reading, budget, header);
		pieces.push(...found.pieces);
		size.chars += found.size.chars;
		size.bytes += found.size.bytes;
		size.complete &&= found.size.complete;
	}
	return { pieces, size };
}

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
		const bytes = await file.slice(start, start + length).arrayBuffer();
		const text = textDecoder(encoding).decode(new Uint8Array(bytes));
		chars += text.length;
		pieces.push(complete ? { text, header } : wholeLines(text, start === 0, header));
	}
	const charsPerByte = chars / Math.max(1, starts.length * length);
	const size = { chars: file.size * charsPerByte, bytes: file.size, complete };
	return { pieces, size };
}

async function startOfPacked(
	file: Blob,
	reading: FileReading,
	budget: number,
	header: boolean
): Promise<{ pieces: Piece[]; size: Size }> {
	let text = '';
	for await (const piece of readText(file, reading)) {
		text += piece.text;
		if (piece.final) {
			const complete = text.length <= budget;
			const size = { chars: text.length, bytes: text.length, complete };
			return { pieces: complete ? [{ text, header }] : spread(text, budget, header), size };
		}
		// Enough unpacked, and enough packed to know the ratio.
		if (text.length >= budget * SAMPLE_PIECES && piece.bytesRead > 0) {
			const chars = (text.length * file.size) / piece.bytesRead;
			return {
				pieces: spread(text, budget, header),
				size: { chars, bytes: chars, complete: false }
			};
		}
	}
	return { pieces: [], size: { chars: 0, bytes: 0, complete: true } };
}

/** Pieces of a text that is longer than what is looked at. */
function spread(text: string, budget: number, header: boolean): Piece[] {
	const length = Math.ceil(budget / SAMPLE_PIECES);
	return startsOf(text.length, length).map((at) =>
		wholeLines(text.slice(at, at + length), at === 0, header)
	);
}

/** Evenly spaced, the first at the beginning, the last ending at the end; multiples of four. */
function startsOf(size: number, length: number): number[] {
	const step = (size - length) / (SAMPLE_PIECES - 1);
	return Array.from({ length: SAMPLE_PIECES }, (_, at) => Math.floor((at * step) / 4) * 4);
}

/** Without the torn lines at its ends. */
function wholeLines(text: string, isStart: boolean, header: boolean): Piece {
	const from = isStart ? 0 : text.indexOf('\n') + 1;
	const to = text.lastIndexOf('\n') + 1;
	return { text: text.slice(from, Math.max(from, to)), header: isStart && header };
}
