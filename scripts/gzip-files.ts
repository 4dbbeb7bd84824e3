/** Text files of a site as gzip, each packed at its first request and kept. */
import { readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** What shrinks enough to be worth it. WASM stays as it is, so that it compiles while it is being read. */
const TEXT_TYPES: Readonly<Record<string, string>> = {
	css: 'text/css',
	csv: 'text/csv',
	html: 'text/html;charset=utf-8',
	js: 'text/javascript',
	json: 'application/json',
	mjs: 'text/javascript',
	svg: 'image/svg+xml',
	txt: 'text/plain',
	webmanifest: 'application/manifest+json'
};
/** Bytes below which a file fits into one packet anyway. */
const SMALLEST = 1_024;
const pack = promisify(gzip);

/** Whether a file may come packed or not, so that caches have to keep the two apart. */
export const isText = (path: string): boolean => textType(path) !== undefined;

const textType = (path: string): string | undefined =>
	TEXT_TYPES[path.slice(path.lastIndexOf('.') + 1)];

/**
 * Answers requests for text files with gzip where the browser takes it. The folder is listed once, here; parts of files
 * and files that the browser has already are left to the caller.
 *
 * @param root folder of the site
 * @param setHeaders adds to the headers of a file
 * @returns gives `false` for what it does not answer
 */
export function gzipFiles(
	root: string,
	setHeaders: (response: ServerResponse, path: string) => void
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
	const known = new Set(textFiles(root));
	const packed = new Map<string, Promise<Buffer>>();
	return async (request, response) => {
		const { headers, url: path = '' } = request;
		if (!known.has(path) || headers.range || headers['if-none-match']) return false;
		if (!takesGzip(headers['accept-encoding'])) return false;
		const body = packed.get(path) ?? readFile(join(root, path)).then((file) => pack(file));
		packed.set(path, body);
		const { length } = await body;
		const { size, mtimeMs } = statSync(join(root, path));
		response.setHeader('Content-Type', textType(path) as string);
		response.setHeader('Content-Encoding', 'gzip');
		response.setHeader('Content-Length', length);
		// As of the unpacked file: a weak tag stands for both forms.
		response.setHeader('ETag', `W/"${size}-${Math.trunc(mtimeMs)}"`);
		setHeaders(response, path);
		response.end(request.method === 'HEAD' ? undefined : await body);
		return true;
	};
}

/** Paths from the root on, with a slash before them. */
function textFiles(root: string): string[] {
	return readdirSync(root, { recursive: true, encoding: 'utf8' })
		.map((path) => `/${path.replaceAll('\\', '/')}`)
		.filter((path) => isText(path) && statSync(join(root, path)).size >= SMALLEST);
}

/** `gzip;q=0` refuses it. */
function takesGzip(accepted: string | string[] | undefined): boolean {
	return /(^|,)\s*gzip\s*(;\s*q=(1|0\.0*[1-9])[\d.]*\s*)?(,|$)/i.test(String(accepted ?? ''));
}
