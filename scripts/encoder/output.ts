/** The encoder's folder: checking it against the pinned values, and filling it. */
import { join } from 'node:path';
import { ENCODER_FILES } from '../../src/lib/pipeline/embed/encoder-revision';
import type { PinnedFile } from '../../src/lib/pipeline/embed/encoder-revision';
import { readIfPresent, sha256, writeAtomically } from './files';

/** Every pinned file once, whichever form needs it. */
const PINNED: ReadonlyMap<string, PinnedFile> = new Map(
	[...ENCODER_FILES.int8, ...ENCODER_FILES.q4].map((file) => [file.path, file])
);

/** Whether every pinned file is in `folder` with exactly the pinned bytes. */
export async function isComplete(folder: string): Promise<boolean> {
	const checks = [...PINNED.values()].map(async ({ path, sha256: expected }) => {
		const bytes = await readIfPresent(join(folder, path));
		return bytes !== undefined && sha256(bytes) === expected;
	});
	return (await Promise.all(checks)).every(Boolean);
}

/**
 * Checks all of `files`, then writes them.
 *
 * @returns a list of what was written, for people
 * @throws when a file is missing or has other bytes than pinned; nothing is then written
 */
export async function writeVerified(
	files: ReadonlyMap<string, Uint8Array>,
	folder: string
): Promise<string> {
	for (const file of PINNED.values()) verify(file, files.get(file.path));
	for (const path of PINNED.keys()) await writeAtomically(join(folder, path), files.get(path)!);
	return [...PINNED.values()]
		.map(({ path, bytes }) => `${path} (${(bytes / 1e6).toFixed(1)} MB)`)
		.join(', ');
}

function verify(
	{ path, bytes, sha256: expected }: PinnedFile,
	actual: Uint8Array | undefined
): void {
	const hash = actual && sha256(actual);
	if (hash === expected) return;
	throw new Error(
		`The conversion gave another ${path} than pinned; nothing was written.\n` +
			`  expected sha256 ${expected} (${bytes} bytes)\n` +
			`  actual   sha256 ${hash ?? 'none'} (${actual?.length ?? 0} bytes)\n` +
			'What to do: if the conversion was changed on purpose, run this script with --print and put the values\n' +
			'into src/lib/pipeline/embed/encoder-revision.ts; if not, undo the change (or reinstall node_modules).'
	);
}

/** The entries of `encoder-revision.ts` for `files`. */
export function pinnedValues(files: ReadonlyMap<string, Uint8Array>): string {
	return [...files]
		.map(
			([path, bytes]) => `{ path: '${path}', bytes: ${bytes.length}, sha256: '${sha256(bytes)}' }`
		)
		.join(',\n');
}
