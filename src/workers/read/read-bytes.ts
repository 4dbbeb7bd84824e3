import { InputError } from '../../lib/pipeline/read/input-error';

/** What reading a file gives that is gone or was changed since it was chosen (https://w3c.github.io/FileAPI/#ErrorAndException). */
const UNREADABLE = new Set(['NotReadableError', 'NotFoundError']);

/** Whether an error came of reading a chosen file. */
export const isUnreadable = (error: unknown): boolean =>
	error instanceof DOMException && UNREADABLE.has(error.name);

export const unreadable = (cause: unknown): InputError =>
	new InputError(
		'A file could not be read. It may have been moved or changed since it was chosen: choose it again.',
		{ cause }
	);

/**
 * The bytes of a file, or of a part of it.
 * @throws InputError when it is gone or was changed since it was chosen
 */
export function readBytes(file: Blob): Promise<ArrayBuffer> {
	return file.arrayBuffer().catch((error: unknown) => {
		throw isUnreadable(error) ? unreadable(error) : error;
	});
}
