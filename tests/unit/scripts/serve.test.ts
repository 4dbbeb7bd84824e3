import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../../scripts/serve';

const FILES: Readonly<Record<string, string>> = {
	'site/index.html': 'start page',
	'site/404.html': 'not found page',
	'site/about/index.html': 'about page',
	'site/sample.csv': 'a,b',
	'site/manifest.webmanifest': '{}',
	'site/models/default.bundle.json': '{}',
	'site/models/encoder/onnx/model.onnx': 'weights',
	'site/ort/runtime.mjs': 'export {}',
	'site/ort/runtime.wasm': 'wasm',
	'site/_app/immutable/chunks/a.B1c2.js': 'export {}',
	'secret.txt': 'outside of the site'
};

let folder: string;
let server: RunningServer;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'winnow-serve-'));
	for (const [path, text] of Object.entries(FILES)) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await writeFile(join(folder, path), text);
	}
	server = await startServer({ root: join(folder, 'site'), base: '/winnow', port: 0 });
});

afterAll(async () => {
	await server.close();
	await rm(folder, { recursive: true });
});

const get = (path: string): Promise<Response> =>
	fetch(new URL(path, server.url), { redirect: 'manual' });

describe('startServer', () => {
	it('serves the site under its base path and nothing elsewhere', async () => {
		expect(new URL(server.url).pathname).toBe('/winnow/');
		expect(await (await get('')).text()).toBe('start page');
		expect((await get('/')).status).toBe(404);
		expect((await get('/winnowing/index.html')).status).toBe(404);
	});

	it('takes a base path with or without slashes', async () => {
		for (const [base, path] of [
			['/', '/'],
			['', '/'],
			['/a/b/', '/a/b/'],
			['a', '/a/']
		] as const) {
			const other = await startServer({ root: join(folder, 'site'), base, port: 0 });
			expect(new URL(other.url).pathname).toBe(path);
			expect(await (await fetch(other.url)).text()).toBe('start page');
			await other.close();
		}
	});

	it.each([
		['', 'text/html;charset=utf-8'],
		['sample.csv', 'text/csv'],
		['manifest.webmanifest', 'application/manifest+json'],
		['models/default.bundle.json', 'application/json'],
		['models/encoder/onnx/model.onnx', 'application/octet-stream'],
		['ort/runtime.mjs', 'text/javascript'],
		['ort/runtime.wasm', 'application/wasm'],
		['_app/immutable/chunks/a.B1c2.js', 'text/javascript']
	])('gives "%s" the type %s', async (path, type) => {
		const response = await get(path);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe(type);
	});

	it('lets browsers keep only what changes its name with its contents', async () => {
		const immutable = await get('_app/immutable/chunks/a.B1c2.js');
		expect(immutable.headers.get('cache-control')).toContain('immutable');
		expect((await get('sample.csv')).headers.get('cache-control')).toBe('no-cache');
	});

	it('sends a path without its last slash to the folder, as static hosts do', async () => {
		const response = await get('about?id=1');
		expect(response.status).toBe(301);
		expect(response.headers.get('location')).toBe('/winnow/about/?id=1');
		expect((await get('/winnow')).headers.get('location')).toBe('/winnow/');
		expect(await (await get('about/')).text()).toBe('about page');
	});

	it.each(['nothing', 'nothing/', 'about/nothing.js', 'ort/', 'sample', '%E0%A4%A'])(
		'answers "%s" with the page for what is not there',
		async (path) => {
			const response = await get(path);
			expect(response.status).toBe(404);
			expect(await response.text()).toBe('not found page');
		}
	);

	it.each([
		'/winnow/../secret.txt',
		'/winnow/%2e%2e/secret.txt',
		'/winnow/..%2fsecret.txt',
		'/winnow/..%5csecret.txt',
		'/winnow/about/../../../secret.txt',
		'/winnow//../secret.txt',
		'//secret.txt',
		'/winnow/%00'
	])('does not leave the site for "%s"', async (path) => {
		const { status, body } = await rawGet(path);
		expect(status).toBeGreaterThanOrEqual(400);
		expect(body).not.toContain('outside of the site');
	});

	it('refuses to change anything', async () => {
		expect((await fetch(server.url, { method: 'POST' })).status).toBe(405);
		expect((await fetch(server.url, { method: 'HEAD' })).status).toBe(200);
	});

	it('takes the next port when the wanted one is taken', async () => {
		const taken = await listening();
		const { port } = taken.address() as AddressInfo;
		const other = await startServer({ root: join(folder, 'site'), base: '/', port });
		expect(Number(new URL(other.url).port)).toBeGreaterThan(port);
		await other.close();
		taken.close();
	});

	it('says what to do when there is no site', async () => {
		const wrong = startServer({ root: join(folder, 'none'), base: '/', port: 0 });
		await expect(wrong).rejects.toThrow('npm run build');
	});
});

/** `fetch` tidies paths up before it sends them; this sends them as they are. */
function rawGet(path: string): Promise<{ status: number; body: string }> {
	const { port } = new URL(server.url);
	return new Promise((resolve, reject) => {
		request({ host: '127.0.0.1', port, path }, (response) => {
			let body = '';
			response.on('data', (chunk: Buffer) => (body += chunk.toString()));
			response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
		})
			.on('error', reject)
			.end();
	});
}

function listening(): Promise<Server> {
	const server = createServer();
	return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
