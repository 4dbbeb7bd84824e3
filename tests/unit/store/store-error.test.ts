import 'fake-indexeddb/auto';
import { afterEach, expect, it } from 'vitest';
import { isStorageFull, saveRun, updateRun } from '../../../src/lib/store/db';
import { savedDecisions } from '../../../src/lib/store/decision-store';
import { runRecord } from '../support/records';

const { put, getAll } = IDBObjectStore.prototype;

afterEach(() => Object.assign(IDBObjectStore.prototype, { put, getAll }));

/** What the store throws when the database does. */
async function thrown(name: string, message = 'internal words'): Promise<unknown> {
	IDBObjectStore.prototype.put = () => {
		throw new DOMException(message, name);
	};
	return saveRun(runRecord('a')).catch((error: unknown) => error);
}

it.each([
	['QuotaExceededError', 'is full. Delete old runs', true],
	['AbortError', 'Most often the disk is full', true],
	['UnknownError', 'Most often the disk is full', true],
	['VersionError', 'newer version of Winnow open. Reload', false],
	['InvalidStateError', 'Reload the page', false],
	['DataError', 'database failed: internal words', false]
])('a %s of the database is said in words', async (name, words, isFull) => {
	const error = await thrown(name);
	expect((error as Error).message).toContain(words);
	expect(isStorageFull(error)).toBe(isFull);
});

it('a blob that the disk did not take is known by the words of the browser', async () => {
	expect(isStorageFull(await thrown('DataError', 'Failed to write blobs (IOError)'))).toBe(true);
});

it('what others throw is neither', async () => {
	expect(isStorageFull(new DOMException('cancelled', 'AbortError'))).toBe(false);
	expect(isStorageFull(new Error('There is no category (IOError).'))).toBe(false);
	await expect(updateRun('none', {})).rejects.toThrow('no longer stored');
});

it('reading is worded too', async () => {
	IDBObjectStore.prototype.getAll = () => {
		throw new DOMException('', 'InvalidStateError');
	};
	await expect(savedDecisions()).rejects.toThrow('The browser closed its database');
});
