import { MAX_LINE_UNITS } from '../../lib/pipeline/constants';
import { LineGuard } from '../../lib/pipeline/read/line-guard';
import { RowReader } from '../../lib/pipeline/read/row-batch';
import type { RowBatch } from '../../lib/pipeline/read/rows';
import type { TextPiece } from '../../lib/pipeline/run/run-types';
import type { InputPreview } from '../contracts/classifier';
import type { ByteStream } from './byte-stream';
import { readFiles } from './read-files';
import { guarded, scanPieces } from './scan-pieces';

/** Rows as they come. */
export interface RowInput {
	preview: InputPreview;
	batches: AsyncGenerator<RowBatch>;
}

/** Says how files will be read; rejects when they cannot be. */
type PreviewOf = (files: File[]) => Promise<InputPreview>;

/** Rows of an input, as a preview says it is read. */
export function rowsOfInput(preview: InputPreview): RowInput {
	const { input, files, format } = preview;
	const pieces = scanPieces(readFiles(input, files, format), files, preview);
	return { preview, batches: batchesOf(pieces, preview) };
}

/**
 * Rows of a stream: text as it comes, and what is packed when all of it is there.
 *
 * @param name of what the bytes are from
 * @param isFinal whether more bytes mend no such error of `previewOf`
 * @throws what `previewOf` throws, once the stream has ended
 */
export async function rowsOfStream(
	stream: ByteStream,
	name: string,
	previewOf: PreviewOf,
	isFinal: (error: unknown) => boolean = () => false
): Promise<RowInput> {
	const sample = await stream.sample();
	const preview = await previewOf([new File([sample], name)]).catch((error: unknown) => {
		if (isFinal(error)) throw error;
		return undefined;
	});
	if (!preview || !isPlain(preview)) {
		const bytes: Uint8Array<ArrayBuffer>[] = [];
		for await (const piece of stream.all()) bytes.push(piece);
		return rowsOfInput(await previewOf([new File(bytes, name)]));
	}
	return { preview, batches: batchesOf(piecesOf(stream, preview), preview) };
}

async function* piecesOf(stream: ByteStream, { format }: InputPreview): AsyncGenerator<TextPiece> {
	const guard = new LineGuard(MAX_LINE_UNITS[format.kind]);
	for await (const piece of stream.pieces(format.kind === 'lines'))
		yield guarded({ ...piece, bytesRead: 0 }, guard);
}

/** Text that can be read without what comes after it. */
function isPlain({ format, files }: InputPreview): boolean {
	const { encoding, gzip, zstd, bzip2, xz, table } = format;
	return encoding === 'utf-8' && !(gzip || zstd || bzip2 || xz || table) && files.length === 1;
}

async function* batchesOf(
	pieces: AsyncIterable<Pick<TextPiece, 'text' | 'final' | 'file' | 'scanned'>>,
	{ format, mapping, files }: InputPreview
): AsyncGenerator<RowBatch> {
	let reader: RowReader | undefined;
	for await (const { text, final, file = 0, scanned } of pieces) {
		reader ??= new RowReader(format, mapping, files[file]);
		yield scanned ? reader.readScanned(scanned) : reader.push(text, final);
		if (final) reader = undefined;
	}
}
