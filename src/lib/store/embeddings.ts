import { inDatabase } from './database';
import type { EmbeddingRecord } from './schema';

/**
 * The stored embedding of each text, undefined where there is none; one transaction for all.
 * @returns with the records whose use was last noted before `staleBefore`
 */
export function savedEmbeddings(
	revision: string,
	texts: readonly string[]
): Promise<(EmbeddingRecord | undefined)[]> {
	return inDatabase(async (db) => {
		const { store } = db.transaction('embeddings');
		return Promise.all(texts.map((text) => store.get([revision, text])));
	});
}

/** Relaxed durability: what a crash of the machine loses is computed again. */
export async function saveEmbeddings(records: readonly EmbeddingRecord[]): Promise<void> {
	if (records.length === 0) return;
	return inDatabase(async (db) => {
		const transaction = db.transaction('embeddings', 'readwrite', {
			durability: 'relaxed'
		});
		for (const record of records) void transaction.store.put(record);
		await transaction.done;
	});
}

/** Deletes the least recently used embeddings until at most `limit` are left. */
export function trimEmbeddings(limit: number): Promise<void> {
	return inDatabase(async (db) => {
		const transaction = db.transaction('embeddings', 'readwrite');
		const { store } = transaction;
		let surplus = (await store.count()) - limit;
		let cursor = surplus > 0 ? await store.index('usedAt').openCursor() : null;
		while (cursor && surplus-- > 0) {
			void cursor.delete();
			cursor = await cursor.continue();
		}
		await transaction.done;
	});
}
