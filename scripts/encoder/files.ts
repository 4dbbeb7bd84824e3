/** Hashing and writing of whole files. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** SHA-256 of `bytes` in lower-case hexadecimal. */
export function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** The file's bytes, or undefined when there is no such file. */
export async function readIfPresent(path: string): Promise<Uint8Array | undefined> {
	try {
		return await readFile(path);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
		throw error;
	}
}

/** Writes a file beside its place and moves it there: others see the old file or the whole new one. */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
	await mkdir(dirname(path), { recursive: true });
	const part = `${path}.${process.pid}.part`;
	try {
		await writeFile(part, bytes);
		await rename(part, path);
	} finally {
		await rm(part, { force: true });
	}
}

/** The text of whatever was thrown, with its cause (where `fetch` puts the reason). */
export function messageOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause === undefined
		? error.message
		: `${error.message} (${messageOf(error.cause) || 'no answer'})`;
}
