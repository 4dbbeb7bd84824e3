/**
 * Serves the built site on this machine and prints its address.
 *
 *     npm start                       build and serve
 *     BASE_PATH=/winnow npm start     the same under a sub-path
 *     npx tsx scripts/serve.ts        serve what is in build/, which must be built for the same BASE_PATH
 *
 * `PORT` names the first port to try (4173); `HOST=0.0.0.0` opens the server to the network.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import sirv from 'sirv';

export interface ServerOptions {
	/** Folder of the built site. */
	root: string;
	/** Path that the site was built for, `/` or such as `/winnow`. */
	base: string;
	/** First port to try; the next ones are tried when it is taken. 0 takes any free one. */
	port: number;
	/** Address to listen on; by default only this machine can connect. */
	host?: string;
}

export interface RunningServer {
	/** Address of the site, ending with a slash. */
	url: string;
	close: () => Promise<void>;
}

const DEFAULT_PORT = 4173;
/** How many ports are tried before giving up. */
const PORTS_TRIED = 20;

/** Types that the server's own table lacks. */
const TYPES: Readonly<Record<string, string>> = { onnx: 'application/octet-stream' };

/**
 * Serves a built site as a plain static host would: right types, `index.html` of folders, `404.html` for the rest, and
 * no security or isolation headers, so that nothing works here that would not work there. The folder is listed once at
 * the start; a path that is not in that list, `..` included, cannot be read.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
	const { root, port, host = '127.0.0.1' } = options;
	if (!existsSync(join(root, 'index.html')))
		throw new Error(`There is no built site in ${root}. Run "npm run build" first.`);
	const base = normalisedBase(options.base);
	const server = createServer(await siteHandler(root, base));
	await listenOnFreePort(server, port, host);
	const { port: actual } = server.address() as AddressInfo;
	return { url: `http://localhost:${actual}${base}`, close: () => close(server) };
}

/** With a slash at both ends. */
function normalisedBase(base: string): string {
	const trimmed = base.replace(/^\/+|\/+$/g, '');
	return trimmed === '' ? '/' : `/${trimmed}/`;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function siteHandler(root: string, base: string): Promise<Handler> {
	const notFoundPage = await readFile(join(root, '404.html')).catch(() => undefined);
	const serveFile = sirv(root, { etag: true, extensions: [], setHeaders });
	return (request, response) => {
		if (request.method !== 'GET' && request.method !== 'HEAD')
			return sendText(response, 405, 'Only GET and HEAD are answered here.');
		const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
		if (`${pathname}/` === base) return redirect(response, base + search);
		if (!pathname.startsWith(base)) return sendText(response, 404, `The site is at ${base}`);
		const path = pathname.slice(base.length - 1);
		if (isFolder(root, path)) return redirect(response, `${pathname}/${search}`);
		request.url = path.endsWith('/') ? `${path}index.html` : path;
		serveFile(request, response, () => sendNotFound(response, notFoundPage));
	};
}

/** Pages refer to their files relatively, so a page without its last slash would look for them in the wrong place. */
function isFolder(root: string, path: string): boolean {
	return /^(\/[\w-]+)+$/.test(path) && existsSync(join(root, path, 'index.html'));
}

function setHeaders(response: ServerResponse, path: string): void {
	const type = TYPES[path.slice(path.lastIndexOf('.') + 1)];
	if (type) response.setHeader('Content-Type', type);
	// Pages of other origins import it; browsers ask for this of modules.
	if (path.endsWith('/api/winnow.js')) response.setHeader('Access-Control-Allow-Origin', '*');
	// Names of these files change with their contents.
	const immutable = path.includes('/_app/immutable/');
	response.setHeader('Cache-Control', immutable ? 'public,max-age=31536000,immutable' : 'no-cache');
}

function sendNotFound(response: ServerResponse, page: Buffer | undefined): void {
	if (!page) return sendText(response, 404, 'Not found');
	response.writeHead(404, { 'Content-Type': 'text/html;charset=utf-8' }).end(page);
}

function sendText(response: ServerResponse, status: number, text: string): void {
	response.writeHead(status, { 'Content-Type': 'text/plain;charset=utf-8' }).end(text);
}

function redirect(response: ServerResponse, location: string): void {
	response.writeHead(301, { Location: location }).end();
}

async function listenOnFreePort(server: Server, port: number, host: string): Promise<void> {
	for (let tried = 0; ; tried++) {
		try {
			return await listen(server, port === 0 ? 0 : port + tried, host);
		} catch (error) {
			const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
			if (!taken || tried === PORTS_TRIED) throw error;
		}
	}
}

function listen(server: Server, port: number, host: string): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => {
			server.off('error', reject);
			resolve();
		});
	});
}

function close(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		// A browser keeps its connections open; waiting for them would take minutes.
		server.closeAllConnections();
	});
}

function wantedPort(port: string | undefined): number {
	const number = Number(port ?? DEFAULT_PORT);
	if (Number.isInteger(number) && number >= 0 && number < 65_536) return number;
	throw new Error(`PORT must be a number from 0 to 65535, got "${port}".`);
}

async function main({ BASE_PATH = '/', PORT, HOST }: NodeJS.ProcessEnv): Promise<void> {
	const { url } = await startServer({
		root: fileURLToPath(new URL('../build/', import.meta.url)),
		base: BASE_PATH,
		port: wantedPort(PORT),
		...(HOST ? { host: HOST } : {})
	});
	console.log(`Winnow is at ${url} (stop with Ctrl+C)`);
}

// Tests import `startServer` without starting one here.
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
	main(process.env).catch((error: Error) => {
		console.error(error.message);
		process.exitCode = 1;
	});
