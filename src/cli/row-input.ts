import type { ByteStream } from '../workers/read/byte-stream';
import { rowsOfInput, rowsOfStream, type RowInput } from '../workers/read/row-batches';
import type { ReadingChoice } from './reading-choice';
import { previewFiles } from './run-files';
import { UsageError } from './usage';

/** Rows of files. @throws InputError when they cannot be read */
export async function fileRows(files: readonly File[], choice: ReadingChoice): Promise<RowInput> {
	return rowsOfInput(await previewFiles(files, choice));
}

/**
 * Rows of the standard input: text as it comes, and what is packed when all of it is there.
 * @throws InputError when it cannot be read
 */
export function pipedRows(input: ByteStream, choice: ReadingChoice): Promise<RowInput> {
	// More bytes mend what is packed, and no call that makes no sense.
	const isFinal = (error: unknown): boolean => error instanceof UsageError;
	return rowsOfStream(input, 'stdin', (files) => previewFiles(files, choice), isFinal);
}
