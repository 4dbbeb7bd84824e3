import type { GgufSource } from '../../../lib/pipeline/llm/model';
import { isSealed, modelCache, seal, unseal } from './seals';

/** The parts of one GGUF file, in order: a download that broke off goes on behind the last one. */
export class GgufParts {
	private constructor(
		private readonly url: string,
		private readonly cache: Cache,
		private readonly sizes: number[]
	) {}

	static async open({ url }: GgufSource): Promise<GgufParts> {
		const cache = await modelCache();
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
	seal(): Promise<void> {
		return seal(this.url);
	}

	isSealed(): Promise<boolean> {
		return isSealed(this.url);
	}

	async clear(): Promise<void> {
		await unseal(this.url);
		while (this.sizes.length > 0) {
			await this.cache.delete(partUrl(this.url, this.sizes.length - 1));
			this.sizes.pop();
		}
	}
}

const partUrl = (url: string, index: number): string => `${url}?winnow-part=${index}`;

/** The whole checked file as one blob. */
export async function storedGguf(source: GgufSource): Promise<Blob> {
	const parts = await GgufParts.open(source);
	if (!(await parts.isSealed())) throw new Error('The model is not downloaded yet.');
	return new Blob(await Promise.all(Array.from({ length: parts.count }, (_, i) => parts.blob(i))));
}
