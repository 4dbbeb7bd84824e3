import type { GgufSource, MlcSource } from '../../lib/pipeline/llm/models';
import type { StoredModel } from '../contracts/llm';

/** Cache Storage of GGUF models, in parts; the service worker leaves it alone. */
const GGUF_CACHE = 'winnow-llm-v1';
/** The caches that WebLLM looks into before it would ask the network, which its worker may not. */
export const MLC_CACHES = {
	config: 'webllm/config',
	model: 'webllm/model',
	library: 'webllm/wasm'
} as const;

/** A file of an MLC model. */
export interface MlcFile {
	cache: (typeof MLC_CACHES)[keyof typeof MLC_CACHES];
	url: string;
	/** Where it is known. */
	bytes?: number;
}

/** The parts of one GGUF file, in order: a download that broke off goes on behind the last one. */
export class GgufParts {
	private constructor(
		private readonly url: string,
		private readonly cache: Cache,
		private readonly sizes: number[]
	) {}

	static async open({ url }: GgufSource): Promise<GgufParts> {
		const cache = await caches.open(GGUF_CACHE);
		const sizes: number[] = [];
		for (;;) {
			const part = await cache.match(partUrl(url, sizes.length));
			if (!part) return new GgufParts(url, cache, sizes);
			sizes.push(Number(part.headers.get('content-length')));
		}
	}

	get bytes(): number {
		return this.sizes.reduce((sum, size) => sum + size, 0);
	}

	get count(): number {
		return this.sizes.length;
	}

	async add(part: Blob): Promise<void> {
		const headers = { 'content-length': String(part.size) };
		await this.cache.put(partUrl(this.url, this.sizes.length), new Response(part, { headers }));
		this.sizes.push(part.size);
	}

	/** The bytes of one part; on disk until they are read. */
	async blob(index: number): Promise<Blob> {
		const part = await this.cache.match(partUrl(this.url, index));
		if (!part) throw new Error('A part of the model is missing from the browser’s storage.');
		return part.blob();
	}

	/** Says that every byte is there and was checked. */
	async seal(): Promise<void> {
		await this.cache.put(sealUrl(this.url), new Response('checked'));
	}

	async isSealed(): Promise<boolean> {
		return (await this.cache.match(sealUrl(this.url))) !== undefined;
	}

	async clear(): Promise<void> {
		await this.cache.delete(sealUrl(this.url));
		while (this.sizes.length > 0) {
			await this.cache.delete(partUrl(this.url, this.sizes.length - 1));
			this.sizes.pop();
		}
	}
}

const partUrl = (url: string, index: number): string => `${url}?winnow-part=${index}`;
const sealUrl = (url: string): string => `${url}?winnow-checked`;

/** The whole checked file as one blob. */
export async function storedGguf(source: GgufSource): Promise<Blob> {
	const parts = await GgufParts.open(source);
	if (!(await parts.isSealed())) throw new Error('The model is not downloaded yet.');
	return new Blob(await Promise.all(Array.from({ length: parts.count }, (_, i) => parts.blob(i))));
}

export async function storedState(source: GgufSource | MlcSource): Promise<StoredModel> {
	if (source.kind === 'gguf') {
		const parts = await GgufParts.open(source);
		return { storedBytes: parts.bytes, complete: await parts.isSealed() };
	}
	const keys = await mlcKeys(source);
	const sizes = await Promise.all(keys.map(([name, request]) => sizeOf(name, request)));
	return {
		storedBytes: sizes.reduce((sum, size) => sum + size, 0),
		complete: await isComplete(source)
	};
}

export async function removeStored(source: GgufSource | MlcSource): Promise<void> {
	if (source.kind === 'gguf') return (await GgufParts.open(source)).clear();
	for (const [name, request] of await mlcKeys(source))
		await (await caches.open(name)).delete(request);
}

/** Says that all files of an MLC model are there. */
export async function sealMlc({ folder }: MlcSource): Promise<void> {
	await (await caches.open(GGUF_CACHE)).put(sealUrl(folder), new Response('complete'));
}

async function isComplete({ folder }: MlcSource): Promise<boolean> {
	return (await (await caches.open(GGUF_CACHE)).match(sealUrl(folder))) !== undefined;
}

async function mlcKeys({ folder, library }: MlcSource): Promise<[cache: string, Request][]> {
	const found: [string, Request][] = [];
	for (const name of [...Object.values(MLC_CACHES), GGUF_CACHE])
		for (const request of await (await caches.open(name)).keys())
			if (request.url.startsWith(folder) || request.url === library) found.push([name, request]);
	return found;
}

async function sizeOf(cache: string, request: Request): Promise<number> {
	const response = await (await caches.open(cache)).match(request);
	return response ? (await response.blob()).size : 0;
}
