import { savedChunk } from '../lib/store/db';

/** Decoded text of the chunks that were looked at last. */
export class ChunkTexts {
	private readonly kept = new Map<number, { text: string; ends: Uint32Array }>();

	/** @param capacity chunks kept in memory; one is at most some megabytes */
	constructor(
		private readonly runId: string,
		private readonly capacity = 6
	) {}

	/** Raw text of each row of a chunk, by position in the chunk. */
	async rows(chunk: number): Promise<{ count: number; raw(at: number): string }> {
		const { text, ends } = await this.load(chunk);
		return {
			count: ends.length,
			raw: (at) => text.slice(at === 0 ? 0 : ends[at - 1], ends[at])
		};
	}

	async text(chunk: number): Promise<string> {
		return (await this.load(chunk)).text;
	}

	private async load(chunk: number): Promise<{ text: string; ends: Uint32Array }> {
		const known = this.kept.get(chunk);
		if (known) {
			this.kept.delete(chunk);
			this.kept.set(chunk, known);
			return known;
		}
		const record = await savedChunk(this.runId, chunk);
		if (!record) throw new Error('A part of this run is missing from the browser’s storage.');
		// `Blob.text()` would drop a byte order mark that a row starts with, and shift every offset.
		const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
			await record.text.arrayBuffer()
		);
		const loaded = { text, ends: record.ends };
		this.kept.set(chunk, loaded);
		if (this.kept.size > this.capacity) this.kept.delete(this.kept.keys().next().value as number);
		return loaded;
	}
}
