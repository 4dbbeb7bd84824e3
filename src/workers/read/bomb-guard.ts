import { MAX_GZIP_BYTES, MAX_GZIP_RATIO, MIN_GZIP_BYTES } from '../../lib/pipeline/constants';
import { InputError } from '../../lib/pipeline/read/input-error';
import { isUnreadable, unreadable } from './read-bytes';
import { formatCount } from '../../lib/pipeline/text/format-number';

/**
 * Refuses what unpacks to more than any real log does.
 *
 * @param kind `gzip`, `zip` …, for the sentence
 * @param unpacked bytes so far
 * @param packed bytes that they were made of
 * @throws InputError
 */
export function refuseBomb(kind: string, unpacked: number, packed: number): void {
	const allowed = MAX_GZIP_RATIO * Math.max(packed, MIN_GZIP_BYTES);
	if (unpacked <= Math.min(MAX_GZIP_BYTES, allowed)) return;
	throw new InputError(
		`The ${kind} file unpacks to more than ${formatCount(unpacked)} bytes from ${formatCount(packed)}: this is refused as a decompression bomb. Unpack it first and drop the part you need.`
	);
}

/** What is said of a packed file that cannot be read on; an `InputError` is passed on as it is. */
export function damaged(kind: string, error: unknown, unpacked: number): InputError {
	if (error instanceof InputError) return error;
	if (isUnreadable(error)) return unreadable(error);
	// Some browsers name the call that failed first, which says nothing to a user.
	const reason = (error as Error).message
		.replace(/^Failed to execute .*?: /, '')
		.replace(/\.$/, '');
	return new InputError(
		`The ${kind} file is damaged or cut off after ${formatCount(unpacked)} unpacked bytes (${reason}). Unpack it with another tool, or get it again.`
	);
}
