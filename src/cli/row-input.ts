import { RowReader } from '../lib/pipeline/read/row-batch';
import type { RowBatch } from '../lib/pipeline/read/rows';
import type { TextPiece } from '../lib/pipeline/run/run-types';
import type { InputPreview } from '../workers/contracts/classifier';
import { readFiles } from '../workers/read/read-files';
import { scanPieces } from '../workers/read/scan-pieces';
import type { ReadingChoice } from './reading-choice';
import { previewFiles } from './run-files';
import { UsageError } from './usage';
import type { StandardInput } from './standard-input';

/** Rows as they come. */
export interface RowInput {
	preview: InputPreview;
	batches: AsyncIterable<RowBatch>;
}

/** Rows of files. @throws InputError when they cannot be read */
export async function fileRows(files: readonly File[], choice: ReadingChoice): Promise<RowInput> {
	const preview = await previewFiles(files, choice);
	const pieces = scanPieces(
		readFiles(preview.input, preview.files, preview.format),
		preview.files,
		preview
	);
	return { preview, batches: batchesOf(pieces, preview) };
}

/**
 * Rows of the standard input: text as it comes, and what is packed when all of it is there.
 * @throws InputError when it cannot be read
 */
export async function pipedRows(input: StandardInput, choice: ReadingChoice): Promise<RowInput> {
	const sample = await input.sample();
	const preview = await previewFiles([new File([sample], 'stdin')], choice).catch((error) => {
		// More bytes mend what is packed, and no call that makes no sense.
		if (error instanceof UsageError) throw error;
		return undefined;
	});
	if (!preview || !isPlain(preview)) {
		const bytes: Uint8Array<ArrayBuffer>[] = [];
		for await (const piece of input.all()) bytes.push(piece);
		return fileRows([new File(bytes, 'stdin')], choice);
	}
	return { preview, batches: batchesOf(input.pieces(preview.format.kind === 'lines'), preview) };
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
