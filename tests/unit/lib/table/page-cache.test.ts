import { describe, expect, it } from 'vitest';
import { PageCache } from '../../../../src/lib/table/page-cache';

/** A cache of three pages of two items. */
function filled(...pages: number[]): PageCache<string> {
	const cache = new PageCache<string>(2, 3);
	for (const page of pages) cache.store(page, [`${page}a`, `${page}b`], cache.generation);
	return cache;
}

describe('PageCache', () => {
	it('finds items by their position', () => {
		const cache = filled(0, 4);
		expect([0, 1, 8, 9].map((at) => cache.item(at))).toEqual(['0a', '0b', '4a', '4b']);
		expect(cache.item(2)).toBeUndefined();
	});

	it('has no item beyond a short last page', () => {
		const cache = filled();
		cache.store(3, ['last'], cache.generation);
		expect([cache.item(6), cache.item(7)]).toEqual(['last', undefined]);
	});

	it('forgets the page that was stored the longest ago', () => {
		const cache = filled(0, 1, 2, 3);
		expect([0, 1, 2, 3].map((page) => cache.isFresh(page))).toEqual([false, true, true, true]);
		expect(cache.item(0)).toBeUndefined();
	});

	it('counts a page that is stored again as new', () => {
		const cache = filled(0, 1, 2, 0, 3);
		expect([0, 1, 2, 3].map((page) => cache.isFresh(page))).toEqual([true, false, true, true]);
	});

	it('shows an old page until the newer one is there', () => {
		const cache = filled(0);
		cache.markOld();
		expect([cache.isFresh(0), cache.item(0)]).toEqual([false, '0a']);
		cache.store(0, ['new'], cache.generation);
		expect([cache.isFresh(0), cache.item(0)]).toEqual([true, 'new']);
	});

	it('shows an answer that became old while it was fetched, and asks again', () => {
		const cache = filled(0);
		cache.markOld();
		const asked = cache.generation;
		cache.markOld();
		cache.store(0, ['newer'], asked);
		expect([cache.isFresh(0), cache.item(0)]).toEqual([false, 'newer']);
		cache.store(0, ['newest'], cache.generation);
		cache.store(0, ['newer'], asked);
		expect([cache.isFresh(0), cache.item(0)]).toEqual([true, 'newest']);
	});

	it('drops an answer about other matches', () => {
		const cache = filled();
		const asked = cache.generation;
		cache.clear();
		cache.store(0, ['stale'], asked);
		expect(cache.item(0)).toBeUndefined();
	});

	it('says which share of its items fits', () => {
		const cache = filled(0, 1);
		const startsWith = (text: string) => (item: string) => item.startsWith(text);
		expect(['', '1', '1a', '2'].map((text) => cache.shareOf(startsWith(text)))).toEqual([
			1, 0.5, 0.25, 0
		]);
		cache.clear();
		expect(cache.shareOf(() => true)).toBe(0);
	});

	it('is empty after it was cleared', () => {
		const cache = filled(0, 1);
		cache.clear();
		expect([cache.item(0), cache.isFresh(0), cache.positionOf(() => true)]).toEqual([
			undefined,
			false,
			undefined
		]);
	});

	it('says where an item is', () => {
		const cache = filled(2, 0);
		expect(cache.positionOf((item) => item === '2b')).toBe(5);
		expect(cache.positionOf((item) => item === '0a')).toBe(0);
		expect(cache.positionOf((item) => item === '1a')).toBeUndefined();
	});
});
