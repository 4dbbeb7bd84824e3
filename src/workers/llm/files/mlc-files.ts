import type { MlcSource } from '../../../lib/pipeline/llm/model';
import { answered, piecesOf } from './fetch-file';
import type { Download, ModelFiles } from './layout';
import { isSealed, seal, unseal } from './seals';

/** The caches that WebLLM looks into before it would ask the network, which its worker may not. */
export const MLC_CACHES = {
	config: 'webllm/config',
	model: 'webllm/model',
	library: 'webllm/wasm'
} as const;

/** A file of an MLC model. */
interface MlcFile {
	cache: (typeof MLC_CACHES)[keyof typeof MLC_CACHES];
	url: string;
	/** Where it is known. */
	bytes?: number;
}

/** A folder in MLC's layout and its compiled library, file by file in the caches of WebLLM. */
export const mlcFiles: ModelFiles<MlcSource> = {
	async state(source) {
		const keys = await mlcKeys(source);
		const sizes = await Promise.all(keys.map(([name, request]) => sizeOf(name, request)));
		return {
			storedBytes: sizes.reduce((sum, size) => sum + size, 0),
			complete: await isSealed(source.folder)
		};
	},
	download: downloadMlc,
	async remove(source) {
		await unseal(source.folder);
		for (const [name, request] of await mlcKeys(source))
			await (await caches.open(name)).delete(request);
	}
};

/** The files of an MLC model, each one stored when it is whole: a download that broke off goes on with the next file. */
async function downloadMlc(
	source: MlcSource,
	{ model, signal, onProgress }: Download
): Promise<void> {
	let loadedBytes = 0;
	let totalBytes = model.bytes;
	const fetchFile = async (file: MlcFile): Promise<Response> => {
		const start = loadedBytes;
		const response = await fetchIntoCache(file, signal, (received) => {
			loadedBytes = start + received;
			totalBytes = Math.max(totalBytes, loadedBytes);
			onProgress({ loadedBytes, totalBytes, step: 'downloading' });
		});
		return response;
	};
	const at = (name: string): string => source.folder + name;
	const config: unknown = await (
		await fetchFile({ cache: MLC_CACHES.config, url: at('mlc-chat-config.json') })
	).json();
	const tensors: unknown = await (
		await fetchFile({ cache: MLC_CACHES.model, url: at('tensor-cache.json') })
	).json();
	const shards = shardsOf(tensors).map(({ name, bytes }) => ({
		cache: MLC_CACHES.model,
		url: at(name),
		bytes
	}));
	const tokenizer = { cache: MLC_CACHES.model, url: at(tokenizerOf(config)) };
	const library = { cache: MLC_CACHES.library, url: source.library };
	const known = shards.reduce((sum, { bytes }) => sum + bytes, loadedBytes);
	// The size in the list was computed; now most of it is known.
	totalBytes = known;
	for (const file of [tokenizer, library, ...shards]) {
		totalBytes = Math.max(known, totalBytes);
		await fetchFile(file);
	}
	await seal(source.folder);
}

function tokenizerOf(config: unknown): string {
	const files = (config as { tokenizer_files?: unknown }).tokenizer_files;
	const wanted = ['tokenizer.json', 'tokenizer.model'];
	const name = Array.isArray(files) && wanted.find((candidate) => files.includes(candidate));
	if (!name)
		throw new Error('mlc-chat-config.json names no tokenizer. Is this a folder in MLC’s layout?');
	return name;
}

function shardsOf(tensors: unknown): { name: string; bytes: number }[] {
	const { records } = tensors as { records?: unknown };
	if (!Array.isArray(records))
		throw new Error('tensor-cache.json lists no records. Is this a folder in MLC’s layout?');
	return records.map(({ dataPath, nbytes }: { dataPath?: unknown; nbytes?: unknown }) => {
		if (typeof dataPath !== 'string' || !/^[\w.-]+$/.test(dataPath))
			throw new Error(
				'tensor-cache.json names a file that is not one. Is this a folder in MLC’s layout?'
			);
		return { name: dataPath, bytes: typeof nbytes === 'number' ? nbytes : 0 };
	});
}

async function fetchIntoCache(
	{ cache: name, url, bytes }: MlcFile,
	signal: AbortSignal,
	onBytes: (received: number) => void
): Promise<Response> {
	const cache = await caches.open(name);
	const known = await cache.match(url);
	if (known) {
		onBytes(bytes ?? Number(known.headers.get('content-length') ?? 0));
		return known;
	}
	const pieces: Uint8Array<ArrayBuffer>[] = [];
	let received = 0;
	for await (const piece of piecesOf(await answered(url, { signal }))) {
		pieces.push(piece);
		received += piece.length;
		onBytes(received);
	}
	if (bytes !== undefined && received !== bytes)
		throw new Error(
			`${url} has ${received} bytes, expected ${bytes}. Press the button again; if it stays, the host’s files are damaged.`
		);
	const whole = new Blob(pieces);
	await cache.put(url, new Response(whole, { headers: { 'content-length': String(whole.size) } }));
	return (await cache.match(url)) as Response;
}

async function mlcKeys({ folder, library }: MlcSource): Promise<[cache: string, Request][]> {
	const found: [string, Request][] = [];
	for (const name of Object.values(MLC_CACHES))
		for (const request of await (await caches.open(name)).keys())
			if (request.url.startsWith(folder) || request.url === library) found.push([name, request]);
	return found;
}

async function sizeOf(cache: string, request: Request): Promise<number> {
	const response = await (await caches.open(cache)).match(request);
	return response ? (await response.blob()).size : 0;
}
