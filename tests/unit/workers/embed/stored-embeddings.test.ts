import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EMBEDDING_USE_INTERVAL } from '../../../../src/lib/pipeline/constants';
import { embeddingRevision } from '../../../../src/lib/pipeline/embed/encoder-revision';
import { trimEmbeddings } from '../../../../src/lib/store/embeddings';
import { StoredEmbeddings } from '../../../../src/workers/embed/stored-embeddings';

const cacheOf = (revision: string, limit?: number): StoredEmbeddings =>
	new StoredEmbeddings(Promise.resolve(revision), limit);

async function keep(cache: StoredEmbeddings, texts: string[]): Promise<void> {
	cache.keep(texts, Float32Array.from(texts.flatMap((text) => [text.length / 3, 0.1])));
	await cache.finish();
}

describe('StoredEmbeddings', () => {
	beforeEach(() => trimEmbeddings(0));

	it('gives back exactly what was kept, in the order asked for, and nothing else', async () => {
		await keep(cacheOf('r1'), ['a', 'bb', '__proto__']);
		expect(await cacheOf('r1').known(['bb', 'c', '__proto__'])).toEqual([
			Float32Array.of(2 / 3, 0.1),
			undefined,
			Float32Array.of(3, 0.1)
		]);
	});

	it('does not mix encoder revisions', async () => {
		await keep(cacheOf('r1'), ['a']);
		expect(await cacheOf('r2').known(['a'])).toEqual([undefined]);
	});

	it('does not mix embeddings of whole texts and of their starts', async () => {
		await keep(cacheOf(embeddingRevision('r1', 64)), ['a']);
		expect(await cacheOf(embeddingRevision('r1')).known(['a'])).toEqual([undefined]);
		expect(await cacheOf(embeddingRevision('r1', 64)).known(['a'])).toEqual([expect.anything()]);
		// What was stored before there was a choice still counts.
		expect(embeddingRevision('r1', 128)).toBe('r1');
	});

	it('lets the least recently used go when there are too many', async () => {
		vi.useFakeTimers({ toFake: ['Date'] });
		try {
			const cache = cacheOf('r', 3);
			for (const text of ['a', 'b', 'c']) {
				vi.setSystemTime(Date.now() + EMBEDDING_USE_INTERVAL + 1);
				await keep(cache, [text]);
			}
			await cache.known(['a']);
			await keep(cache, ['d']);
			const known = await cache.known(['a', 'b', 'c', 'd']);
			expect(known.map((embedding) => embedding !== undefined)).toEqual([true, false, true, true]);
		} finally {
			vi.useRealTimers();
		}
	});

	it('costs nothing but time when the store fails', async () => {
		const cache = new StoredEmbeddings(Promise.reject(new Error('none')));
		expect(await cache.known(['a'])).toEqual([undefined]);
		await keep(cache, ['a']);
	});
});
