import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PinnedFile } from '../../../../src/lib/pipeline/embed/encoder-revision';
import type { LoadProgress } from '../../../../src/workers/contracts/classifier';
import { ModelFiles } from '../../../../src/workers/embed/model-files';

const FOLDER = 'https://example.test/winnow/models/encoder/';
const CONTENTS = { 'config.json': '{"a":1}', 'onnx/model.onnx': 'weights '.repeat(100) };
const TOTAL = Object.values(CONTENTS).join('').length;

const pinned = (path: string, text: string): PinnedFile => ({
	path,
	bytes: text.length,
	sha256: createHash('sha256').update(text).digest('hex')
});
const FILES = Object.entries(CONTENTS).map(([path, text]) => pinned(path, text));

/** What the cache holds and what the server sends, by address. */
let cache: Map<string, string>;
let served: Map<string, () => Response>;
let asked: string[];

const serve = (path: string, body: BodyInit | null, status = 200): void =>
	void served.set(FOLDER + path, () => new Response(body, { status }));

const fakeCache = {
	match: async (url: string) => {
		const text = cache.get(url);
		return text === undefined ? undefined : new Response(text);
	},
	put: async (url: string, response: Response) => void cache.set(url, await response.text())
};

beforeEach(() => {
	cache = new Map();
	served = new Map();
	asked = [];
	for (const [path, text] of Object.entries(CONTENTS)) serve(path, text);
	vi.stubGlobal('caches', { open: async () => fakeCache });
	vi.stubGlobal('fetch', async (url: string) => {
		asked.push(url.slice(FOLDER.length));
		const response = served.get(url);
		if (!response) throw new TypeError('Failed to fetch');
		return response();
	});
});

afterEach(() => vi.unstubAllGlobals());

async function load(): Promise<{ files: ModelFiles; seen: LoadProgress[] }> {
	const files = new ModelFiles(FOLDER, FILES);
	const seen: LoadProgress[] = [];
	await files.load((progress) => seen.push(progress));
	return { files, seen };
}

const textOf = async (files: ModelFiles, path: string): Promise<string> =>
	(await files.fetch(FOLDER + path)).text();

async function expectAll(files: ModelFiles): Promise<void> {
	for (const [path, text] of Object.entries(CONTENTS)) expect(await textOf(files, path)).toBe(text);
}

const cacheAll = (): void => {
	for (const [path, text] of Object.entries(CONTENTS)) cache.set(FOLDER + path, text);
};

describe('loading the encoder’s files', () => {
	it('fetches, verifies and keeps them', async () => {
		const { files } = await load();
		await expectAll(files);
		expect(asked).toEqual(Object.keys(CONTENTS));
		expect([...cache.values()]).toEqual(Object.values(CONTENTS));
	});

	it('takes them from the cache without asking the server', async () => {
		cacheAll();
		const { files, seen } = await load();
		await expectAll(files);
		expect(asked).toEqual([]);
		expect(seen.every(({ fromCache }) => fromCache)).toBe(true);
		expect(seen.at(-1)).toEqual({
			loadedBytes: TOTAL,
			totalBytes: TOTAL,
			fromCache: true,
			done: true
		});
	});

	it('fetches again what the cache has damaged, and mends the cache', async () => {
		cacheAll();
		cache.set(`${FOLDER}config.json`, '{"a":2}');
		const { files, seen } = await load();
		await expectAll(files);
		expect(asked).toEqual(['config.json']);
		expect(cache.get(`${FOLDER}config.json`)).toBe(CONTENTS['config.json']);
		expect(seen.at(-1)).toMatchObject({ fromCache: false, done: true });
	});

	it('tells how far it is, piece by piece', async () => {
		const text = CONTENTS['onnx/model.onnx'];
		const pieces = [text.slice(0, 300), text.slice(300)];
		const body = new ReadableStream({
			start(controller) {
				for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
				controller.close();
			}
		});
		serve('onnx/model.onnx', body);
		const { seen } = await load();
		const config = CONTENTS['config.json'].length;
		const loaded = seen.map(({ loadedBytes }) => loadedBytes);
		expect(loaded).toEqual([config, config, config + 300, TOTAL, TOTAL]);
		expect(seen.map(({ done }) => done)).toEqual([false, false, false, false, true]);
		expect(seen.every(({ totalBytes }) => totalBytes === TOTAL)).toBe(true);
	});
});

describe('a file that is not what it should be', () => {
	it('is refused when its hash is wrong, and not kept', async () => {
		serve('config.json', '{"a":2}');
		await expect(load()).rejects.toThrow(
			/^The model file config\.json is not the expected one \(7 bytes, sha256 [0-9a-f]{12}…; expected 7 bytes, [0-9a-f]{12}…\)\. Reload/
		);
		expect(cache.size).toBe(0);
	});

	it('is refused when it is cut off', async () => {
		serve('onnx/model.onnx', CONTENTS['onnx/model.onnx'].slice(0, 30));
		await expect(load()).rejects.toThrow(/onnx\/model\.onnx is not the expected one \(30 bytes/);
		expect([...cache.keys()]).toEqual([`${FOLDER}config.json`]);
	});

	it('is named when the server does not have it', async () => {
		serve('onnx/model.onnx', 'Not found', 404);
		await expect(load()).rejects.toThrow(
			'The model file onnx/model.onnx could not be fetched: the server answered 404.'
		);
	});

	it('is named when the server cannot be reached', async () => {
		served.clear();
		await expect(load()).rejects.toThrow(
			'The model file config.json could not be fetched (Failed to fetch). Check the connection'
		);
	});

	it('is named when the connection drops in the middle', async () => {
		const body = new ReadableStream({
			start: (controller) => controller.enqueue(new Uint8Array(3)),
			pull: (controller) => controller.error(new TypeError('network error'))
		});
		serve('onnx/model.onnx', body);
		await expect(load()).rejects.toThrow(
			'The model file onnx/model.onnx could not be fetched (network error). Check the connection'
		);
	});
});

describe('without a cache that works', () => {
	const refused = async (): Promise<never> => {
		throw new DOMException('forbidden', 'SecurityError');
	};

	it.each([
		['there is none', undefined],
		['it is forbidden', { open: refused }],
		['it is full', { open: async () => ({ ...fakeCache, put: refused }) }]
	])('the files are fetched all the same: %s', async (_, caches) => {
		vi.stubGlobal('caches', caches);
		await expectAll((await load()).files);
		expect(cache.size).toBe(0);
	});
});

describe('the stand-in for fetch', () => {
	it('gives verified bytes with their length, also by relative address', async () => {
		const { files } = await load();
		const response = await files.fetch('config.json');
		expect(response.headers.get('content-length')).toBe('7');
		expect(await response.text()).toBe(CONTENTS['config.json']);
		expect((await files.fetch(new URL('config.json', FOLDER))).ok).toBe(true);
	});

	it('knows no other file, and never asks the network', async () => {
		const { files } = await load();
		asked = [];
		for (const address of ['other.json', 'https://huggingface.co/config.json'])
			expect((await files.fetch(address)).status).toBe(404);
		expect(asked).toEqual([]);
	});

	it('has nothing left after the files were released', async () => {
		const { files } = await load();
		files.release();
		expect((await files.fetch('config.json')).status).toBe(404);
	});
});
