import { EMBEDDING_USE_INTERVAL, MAX_CACHED_EMBEDDINGS } from '../../lib/pipeline/constants';
import type { EmbeddingCache } from '../../lib/pipeline/embed/embed-stage';
import { savedEmbeddings, saveEmbeddings, trimEmbeddings } from '../../lib/store/embeddings';
import type { EmbeddingRecord } from '../../lib/store/schema';

/**
 * Embeddings of one encoder revision that earlier runs left in the store. Whatever goes wrong with it costs time and
 * nothing else: the text is embedded again.
 */
export class StoredEmbeddings implements EmbeddingCache {
	private pending: Promise<void>[] = [];
	private kept = 0;

	/** @param revision known at once, or when the first embedder is there */
	constructor(
		private readonly revision: Promise<string>,
		private readonly limit = MAX_CACHED_EMBEDDINGS
	) {}

	async known(texts: readonly string[]): Promise<(Float32Array | undefined)[]> {
		const found = await this.find(texts);
		const now = Date.now();
		const stale = found.filter(
			(record) => record !== undefined && record.usedAt < now - EMBEDDING_USE_INTERVAL
		) as EmbeddingRecord[];
		this.write(stale.map((record) => ({ ...record, usedAt: now })));
		return found.map((record) => record?.embedding);
	}

	keep(texts: readonly string[], embeddings: Float32Array): void {
		const dimensions = embeddings.length / texts.length;
		const usedAt = Date.now();
		this.pending.push(
			this.revision
				.then((revision) =>
					saveEmbeddings(
						texts.map((text, at) => ({
							key: [revision, text],
							embedding: embeddings.slice(at * dimensions, (at + 1) * dimensions),
							usedAt
						}))
					)
				)
				.catch(() => undefined)
		);
		this.kept += texts.length;
	}

	/** Waits for what is being written and keeps the store within its bound. */
	async finish(): Promise<void> {
		await Promise.all(this.pending.splice(0));
		if (this.kept > 0) await trimEmbeddings(this.limit).catch(() => undefined);
	}

	private async find(texts: readonly string[]): Promise<(EmbeddingRecord | undefined)[]> {
		try {
			return await savedEmbeddings(await this.revision, texts);
		} catch {
			return texts.map(() => undefined);
		}
	}

	private write(records: readonly EmbeddingRecord[]): void {
		this.pending.push(saveEmbeddings(records).catch(() => undefined));
	}
}
