import type { PinnedFile } from '../../lib/pipeline/embed/encoder-revision';
import type { LoadProgress } from '../contracts/classifier';
import { sha256 } from '../bundle/sha256';

/** Cache Storage of the encoder's files. The service worker leaves every `winnow-encoder-` cache alone. */
const CACHE = 'winnow-encoder-v1';

/** Files of one encoder form, verified against their pinned hashes. */
export class ModelFiles {
	private readonly contents = new Map<string, ArrayBuffer>();

	/** @param folder absolute URL of the encoder's folder, ending with a slash */
	constructor(
		private readonly folder: string,
		private readonly files: readonly PinnedFile[]
	) {}

	/**
	 * Takes every file from the cache, or else fetches, verifies and caches it.
	 * @throws Error in plain words when a file is missing or its bytes are not the pinned ones
	 */
	async load(onProgress: (progress: LoadProgress) => void): Promise<void> {
		const totalBytes = this.files.reduce((sum, file) => sum + file.bytes, 0);
		let loadedBytes = 0;
		let fromCache = true;
		for (const file of this.files) {
			const cached = await this.cached(file);
			const bytes =
				cached ??
				(await this.fetched(file, (received) => {
					fromCache = false;
					onProgress({ loadedBytes: loadedBytes + received, totalBytes, fromCache, done: false });
				}));
			loadedBytes += file.bytes;
			this.contents.set(this.folder + file.path, bytes);
			onProgress({ loadedBytes, totalBytes, fromCache, done: loadedBytes === totalBytes });
		}
	}

	/** Stands in for `fetch` inside the model library: it gets verified bytes and nothing else. */
	readonly fetch = async (input: string | URL): Promise<Response> => {
		const url = new URL(String(input), this.folder).href;
		const bytes = this.contents.get(url);
		return bytes
			? new Response(bytes, { headers: { 'content-length': String(bytes.byteLength) } })
			: new Response(null, { status: 404, statusText: 'Not among the pinned files' });
	};

	/** The files are parsed once; afterwards they need not stay in memory. */
	release(): void {
		this.contents.clear();
	}

	private async cached(file: PinnedFile): Promise<ArrayBuffer | undefined> {
		const cache = await openCache();
		const response = await cache?.match(this.folder + file.path);
		const bytes = await response?.arrayBuffer();
		return bytes && (await sha256(bytes)) === file.sha256 ? bytes : undefined;
	}

	private async fetched(
		file: PinnedFile,
		onBytes: (received: number) => void
	): Promise<ArrayBuffer> {
		const url = this.folder + file.path;
		const unreachable = (error: Error): never => {
			throw new Error(
				`The model file ${file.path} could not be fetched (${error.message}). Check the connection and try again.`
			);
		};
		const response = await fetch(url).catch(unreachable);
		if (!response.ok)
			throw new Error(
				`The model file ${file.path} could not be fetched: the server answered ${response.status}. Was the site deployed with its models?`
			);
		const bytes = await collect(response, onBytes).catch(unreachable);
		const actual = await sha256(bytes);
		if (actual !== file.sha256)
			throw new Error(
				`The model file ${file.path} is not the expected one (${bytes.byteLength} bytes, sha256 ${actual.slice(0, 12)}…; expected ${file.bytes} bytes, ${file.sha256.slice(0, 12)}…). Reload the page; if that does not help, deploy the site again.`
			);
		await this.keep(url, bytes);
		return bytes;
	}

	/** A cache that is full or forbidden costs a download next time, nothing more. */
	private async keep(url: string, bytes: ArrayBuffer): Promise<void> {
		const cache = await openCache();
		await cache?.put(url, new Response(bytes)).catch(() => undefined);
	}
}

const openCache = async (): Promise<Cache | undefined> =>
	typeof caches === 'undefined' ? undefined : caches.open(CACHE).catch(() => undefined);

async function collect(
	response: Response,
	onBytes: (received: number) => void
): Promise<ArrayBuffer> {
	const reader = response.body?.getReader();
	if (!reader) return response.arrayBuffer();
	const parts: Uint8Array<ArrayBuffer>[] = [];
	let received = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return new Blob(parts).arrayBuffer();
		parts.push(value);
		received += value.length;
		onBytes(received);
	}
}
