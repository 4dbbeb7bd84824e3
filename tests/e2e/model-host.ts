import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

/** A file of the host: from disk, from memory, or `bytes` zeros. */
type Content = { path: string } | { text: string | Buffer } | { zeros: number };

/** Files by their path; without content the host has none there. */
export type ModelFiles = Record<string, Content | undefined>;

/** A static host of models on this machine, which can fail in the ways that hosts do. */
export class ModelHost {
	/** Path and range of every request. */
	readonly requests: string[] = [];
	/** Breaks the connection after this many bytes of an answer. */
	breakAfter = Infinity;
	/** Knows no ranges, as some hosts do not. */
	ignoreRanges = false;
	/** Milliseconds before each piece of an answer. */
	delay = 0;
	private readonly server: Server = createServer((request, response) =>
		this.answer(request, response)
	);

	constructor(readonly files: ModelFiles) {}

	get url(): string {
		return `http://localhost:${(this.server.address() as AddressInfo).port}/`;
	}

	/** @param port any free one unless given */
	async start(port = 0): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
	}

	stop(): void {
		this.server.close();
		this.server.closeAllConnections();
	}

	private answer(request: IncomingMessage, response: ServerResponse): void {
		const path = (request.url ?? '').slice(1);
		const { range } = request.headers;
		this.requests.push(range ? `${path} ${range}` : path);
		response.setHeader('Access-Control-Allow-Origin', '*');
		response.setHeader('Access-Control-Allow-Headers', 'range');
		response.setHeader('Access-Control-Expose-Headers', 'content-range');
		const file = this.files[path];
		if (request.method === 'OPTIONS') response.writeHead(204).end();
		else if (!file) response.writeHead(404).end();
		else void this.send(response, file, this.ignoreRanges ? undefined : range);
	}

	private async send(response: ServerResponse, file: Content, range?: string): Promise<void> {
		const size = sizeOf(file);
		const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
		response.writeHead(range ? 206 : 200, {
			'Content-Length': size - from,
			...(range ? { 'Content-Range': `bytes ${from}-${size - 1}/${size}` } : {})
		});
		let sent = 0;
		for await (const piece of streamOf(file, from)) {
			const bytes = piece as Buffer;
			if (sent + bytes.length > this.breakAfter) {
				// What was written arrives; the rest never does.
				response.write(bytes.subarray(0, this.breakAfter - sent), () => response.destroy());
				return;
			}
			sent += bytes.length;
			if (this.delay > 0) await new Promise((resolve) => setTimeout(resolve, this.delay));
			if (response.destroyed) return;
			if (!response.write(bytes)) await drained(response);
		}
		response.end();
	}
}

/** Waits until more can be written, or nobody reads any more. */
function drained(response: ServerResponse): Promise<void> {
	return new Promise((resolve) => {
		const done = (): void => {
			response.off('drain', done).off('close', done);
			resolve();
		};
		response.on('drain', done).on('close', done);
	});
}

function sizeOf(file: Content): number {
	if ('zeros' in file) return file.zeros;
	return 'path' in file ? statSync(file.path).size : Buffer.byteLength(file.text);
}

function streamOf(file: Content, from: number): AsyncIterable<unknown> {
	if ('path' in file) return createReadStream(file.path, { start: from });
	if ('text' in file) return Readable.from([Buffer.from(file.text).subarray(from)]);
	return Readable.from(zeros(file.zeros - from));
}

function* zeros(count: number): Generator<Buffer> {
	const piece = Buffer.alloc(2 ** 16);
	for (let left = count; left > 0; left -= piece.length)
		yield left < piece.length ? piece.subarray(0, left) : piece;
}
