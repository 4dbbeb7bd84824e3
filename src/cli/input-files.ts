import { openAsBlob } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { glob, isDynamicPattern } from 'tinyglobby';
import { InputError } from '../lib/pipeline/read/input-error';
import { UsageError } from './usage';

/** Stands for the standard input. */
export const STANDARD_INPUT = '-';

/**
 * Files as the page would be given them.
 *
 * @param now their date, in place of their own
 * @throws InputError that names the one that cannot be opened
 */
export const inputFiles = (paths: readonly string[], now?: number): Promise<File[]> =>
	Promise.all(paths.map((path) => inputFile(path, now)));

/**
 * Paths with the files that a pattern stands for in its place, in the order of their names. What is the name of a file is
 * no pattern.
 *
 * @throws UsageError when none is given
 * @throws InputError for a pattern that no file matches
 */
export async function filePaths(given: readonly string[]): Promise<string[]> {
	if (given.length === 0) throw new UsageError('Name at least one file.');
	const expanded = await Promise.all(given.map(expand));
	return expanded.flat();
}

async function expand(path: string): Promise<string[]> {
	if (path === STANDARD_INPUT || !isDynamicPattern(path) || (await isThere(path))) return [path];
	const found = await glob(path, { expandDirectories: false, absolute: isAbsolute(path) });
	if (found.length === 0) throw new InputError(`No file matches ${path}.`);
	return found.sort();
}

const isThere = (path: string): Promise<boolean> =>
	stat(path).then(
		() => true,
		() => false
	);

async function inputFile(path: string, now: number | undefined): Promise<File> {
	if (path === STANDARD_INPUT)
		return new File([await buffer(process.stdin)], 'stdin', { lastModified: now ?? Date.now() });
	try {
		const [bytes, { mtimeMs }] = await Promise.all([readFile(path), stat(path)]);
		return new File([bytes], basename(path), { lastModified: now ?? mtimeMs });
	} catch (error) {
		throw unreadable(path, error);
	}
}

/**
 * A file whose bytes are read when they are asked for, so that many can be looked at. It must not change until then.
 *
 * @param now its date, in place of its own
 * @throws InputError when it cannot be opened
 */
export async function openedFile(path: string, now: number | undefined): Promise<File> {
	try {
		const [blob, { mtimeMs }] = await Promise.all([openAsBlob(path), stat(path)]);
		return new File([blob], basename(path), { lastModified: now ?? mtimeMs });
	} catch (error) {
		throw unreadable(path, error);
	}
}

function unreadable(path: string, error: unknown): InputError {
	const { code, message } = error as NodeJS.ErrnoException;
	return new InputError(
		code === 'EISDIR'
			? `${path} is a folder: name its files, such as "${path.replace(/\/$/, '')}/**/*.log".`
			: `${path} cannot be read: ${message}`
	);
}
