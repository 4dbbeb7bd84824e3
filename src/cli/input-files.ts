import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { InputError } from '../lib/pipeline/read/input-error';

/** Stands for the standard input. */
const STANDARD_INPUT = '-';

/**
 * Files as the page would be given them.
 *
 * @param now their date, in place of their own
 * @throws InputError that names the one that cannot be opened
 */
export const inputFiles = (paths: readonly string[], now?: number): Promise<File[]> =>
	Promise.all(paths.map((path) => inputFile(path, now)));

async function inputFile(path: string, now: number | undefined): Promise<File> {
	if (path === STANDARD_INPUT)
		return new File([await buffer(process.stdin)], 'stdin', { lastModified: now ?? Date.now() });
	try {
		const [bytes, { mtimeMs }] = await Promise.all([readFile(path), stat(path)]);
		return new File([bytes], basename(path), { lastModified: now ?? mtimeMs });
	} catch (error) {
		throw new InputError(`${path} cannot be read: ${(error as Error).message}`);
	}
}
