import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	deleteRun,
	markDeleted,
	purgeRunsDeletedBefore,
	relabelTemplates,
	saveChunk,
	savedChunkAndText,
	savedSince,
	savedRun,
	savedRuns,
	savedTemplates,
	saveRun,
	saveTemplateMark,
	saveTemplates,
	savedTemplateMarks,
	settleRun,
	unmarkDeleted,
	updateRun
} from '../../../src/lib/store/db';
import { chunkRecord, runRecord, templateRecord } from '../support/records';

/** Runs of earlier tests are deleted for good. */
beforeEach(async () => {
	for (const { id } of await savedRuns()) await updateRun(id, { deletedAt: 0 });
	await purgeRunsDeletedBefore(Infinity);
});

describe('runs', () => {
	it('are saved and read back whole', async () => {
		const run = runRecord('a', { problems: [{ kind: 'blank-lines', message: 'x' }] });
		await saveRun(run);
		expect(await savedRun('a')).toEqual(run);
		expect(await savedRun('b')).toBeUndefined();
	});

	it('are replaced when saved again', async () => {
		await saveRun(runRecord('a', { rows: 1 }));
		await saveRun(runRecord('a', { rows: 2 }));
		expect((await savedRuns()).map(({ rows }) => rows)).toEqual([2]);
	});

	it('are listed newest first', async () => {
		for (const createdAt of [5, 9, 7]) await saveRun(runRecord(`r${createdAt}`, { createdAt }));
		expect((await savedRuns()).map(({ id }) => id)).toEqual(['r9', 'r7', 'r5']);
	});

	it('are renamed, and nothing else changes', async () => {
		await saveRun(runRecord('a', { name: 'old', rows: 3 }));
		expect(await updateRun('a', { name: 'new' })).toEqual(runRecord('a', { name: 'new', rows: 3 }));
		expect(await savedRun('a')).toEqual(runRecord('a', { name: 'new', rows: 3 }));
	});

	describe('on a full disk', () => {
		const put = IDBObjectStore.prototype.put;
		const failWith = (name: string): void => {
			IDBObjectStore.prototype.put = () => {
				throw new DOMException('', name);
			};
		};
		beforeEach(() => saveRun(runRecord('a', { status: 'running', rows: 3 })));
		afterEach(() => (IDBObjectStore.prototype.put = put));

		it('are given as they ended, though that cannot be written', async () => {
			failWith('QuotaExceededError');
			const ended = await settleRun('a', { status: 'failed', rows: 2 });
			expect(ended).toEqual(runRecord('a', { status: 'failed', rows: 2 }));
			IDBObjectStore.prototype.put = put;
			expect(await savedRun('a')).toMatchObject({ status: 'running' });
		});

		it('do not take a change by hand for made, nor another fault for a full disk', async () => {
			failWith('QuotaExceededError');
			await expect(updateRun('a', { name: 'new' })).rejects.toThrow();
			failWith('DataError');
			await expect(settleRun('a', { status: 'failed' })).rejects.toThrow();
		});

		it.each(['QuotaExceededError', 'AbortError', 'UnknownError'])(
			'are listed after a %s, and only deleted when that is asked for',
			async (name) => {
				await saveChunk(chunkRecord('a', 0), 'text');
				await saveRun(runRecord('b', { status: 'done' }));
				failWith(name);
				expect((await savedRuns()).map(({ id }) => id).sort()).toEqual(['a', 'b']);
				expect(await markDeleted('a')).toBe(false);
				expect((await savedRuns()).map(({ id }) => id).sort()).toEqual(['a', 'b']);
				expect(await savedChunkAndText('a', 0)).toEqual([chunkRecord('a', 0), 'text']);
				await deleteRun('a');
				expect((await savedRuns()).map(({ id }) => id)).toEqual(['b']);
				expect(await savedChunkAndText('a', 0)).toEqual([undefined, undefined]);
			}
		);

		it('say what helps where there is no room to delete either', async () => {
			const remove = IDBObjectStore.prototype.delete;
			IDBObjectStore.prototype.delete = () => {
				throw new DOMException('', 'UnknownError');
			};
			await expect(deleteRun('a')).rejects.toThrow(/Free some space on the disk by other means/);
			IDBObjectStore.prototype.delete = remove;
			await deleteRun('a');
			expect(await savedRuns()).toEqual([]);
		});

		it('are only hidden where there is room, and come back', async () => {
			expect(await markDeleted('a')).toBe(true);
			expect(await savedRuns()).toEqual([]);
			await unmarkDeleted('a');
			expect(await savedRuns()).toHaveLength(1);
		});
	});

	it('lose no change when two come at once', async () => {
		await saveRun(runRecord('a'));
		await Promise.all([updateRun('a', { name: 'new' }), updateRun('a', { rows: 7 })]);
		expect(await savedRun('a')).toMatchObject({ name: 'new', rows: 7 });
	});

	it('are hidden when deleted, and come back when restored', async () => {
		await saveRun(runRecord('a'));
		await updateRun('a', { deletedAt: 100 });
		expect(await savedRuns()).toEqual([]);
		expect(await savedRun('a')).toMatchObject({ deletedAt: 100 });
		await unmarkDeleted('a');
		expect(await savedRuns()).toEqual([runRecord('a')]);
	});

	it('that are gone give an error in plain words', async () => {
		await expect(updateRun('gone', { name: 'x' })).rejects.toThrow(/no longer stored/);
		await expect(unmarkDeleted('gone')).rejects.toThrow(/no longer stored/);
	});
});

describe('template marks', () => {
	it('are kept by text, the newest of each', async () => {
		await saveTemplateMark({ canonical: 'beat', state: 'muted' });
		await saveTemplateMark({ canonical: 'disk full', state: 'pinned' });
		await saveTemplateMark({ canonical: 'beat', state: 'plain' });
		expect(await savedTemplateMarks()).toEqual([
			{ canonical: 'beat', state: 'plain' },
			{ canonical: 'disk full', state: 'pinned' }
		]);
	});
});

describe('purgeRunsDeletedBefore', () => {
	it('deletes marked runs with all that is theirs, and nothing of other runs', async () => {
		for (const id of ['a', 'ab', 'b', 'later']) {
			await saveRun(runRecord(id));
			await saveChunk(chunkRecord(id, 0), 'text');
			await saveChunk(chunkRecord(id, 1));
			await saveTemplates([templateRecord(id, 0, 0), templateRecord(id, 1, 1)]);
		}
		await updateRun('a', { deletedAt: 100 });
		await updateRun('later', { deletedAt: 101 });
		await purgeRunsDeletedBefore(100);
		expect(await savedRun('a')).toBeUndefined();
		expect(await savedSince('a', { chunk: 0, batch: 0 })).toEqual([[], []]);
		for (const id of ['ab', 'b', 'later']) {
			expect(await savedRun(id)).toBeDefined();
			const stored = await savedSince(id, { chunk: 0, batch: 0 });
			expect(stored.map(({ length }) => length)).toEqual([2, 2]);
		}
	});
});

describe('chunks', () => {
	it('keep their columns and their text', async () => {
		const chunk = chunkRecord('a', 3);
		await saveChunk(chunk, 'first of 3\ngrüße 😀\r\n');
		expect(await savedChunkAndText('a', 3)).toEqual([chunk, 'first of 3\ngrüße 😀\r\n']);
		expect(await savedChunkAndText('a', 4)).toEqual([undefined, undefined]);
		expect(await savedChunkAndText('b', 3)).toEqual([undefined, undefined]);
	});

	it('are read in order from a position on', async () => {
		for (const index of [2, 0, 10, 1]) await saveChunk(chunkRecord('c', index));
		await saveChunk(chunkRecord('d', 5));
		const from = async (position: number): Promise<number[]> =>
			(await savedSince('c', { chunk: position, batch: 0 }))[0].map(({ index }) => index);
		expect(await from(0)).toEqual([0, 1, 2, 10]);
		expect(await from(2)).toEqual([2, 10]);
		expect(await from(11)).toEqual([]);
	});
});

describe('templates', () => {
	it('are read in the order of their writes, from a write on', async () => {
		await saveTemplates([templateRecord('e', 7, 0), templateRecord('e', 3, 0)]);
		await saveTemplates([templateRecord('e', 1, 2)]);
		await saveTemplates([templateRecord('e', 9, 1)]);
		await saveTemplates([templateRecord('f', 5, 1)]);
		await saveTemplates([]);
		const from = async (batch: number): Promise<number[]> =>
			(await savedTemplates('e', batch)).map(({ index }) => index);
		expect(await from(0)).toEqual([3, 7, 9, 1]);
		expect(await from(1)).toEqual([9, 1]);
		expect(await from(3)).toEqual([]);
	});

	it('that are written again move to the newer write', async () => {
		await saveTemplates([templateRecord('g', 0, 0)]);
		const result = {
			label: 'IOError',
			confidence: 1,
			tier: 'head',
			certainty: 'sure' as const,
			family: 'no problem',
			familyConfidence: 1,
			needsReview: false,
			top: []
		};
		const settled = { ...templateRecord('g', 0, 4), result: { ...result, tier: 'head' as const } };
		await saveTemplates([settled]);
		expect(await savedTemplates('g', 0)).toEqual([settled]);
		expect(await savedTemplates('g', 4)).toEqual([settled]);
	});

	it('that are relabelled become the newest write and keep their embedding', async () => {
		const embedding = Int8Array.of(1, 2);
		const head = {
			label: 'x',
			confidence: 0.5,
			tier: 'none' as const,
			certainty: 'unknown' as const,
			family: 'no problem',
			familyConfidence: 0.5,
			needsReview: true,
			top: [],
			embedding
		};
		await saveTemplates([{ ...templateRecord('i', 0, 0), result: head }]);
		await saveTemplates([templateRecord('i', 1, 4)]);
		await saveTemplates([templateRecord('j', 0, 9)]);
		const human = {
			label: 'y',
			confidence: 1,
			tier: 'human' as const,
			certainty: 'sure' as const,
			family: 'no problem',
			familyConfidence: 1,
			needsReview: false,
			top: []
		};
		await relabelTemplates(
			'i',
			new Map([
				[0, human],
				[7, human]
			])
		);
		const newest = await savedTemplates('i', 5);
		expect(newest).toEqual([
			{ ...templateRecord('i', 0, 5), result: { ...human, embedding: Int8Array.of(1, 2) } }
		]);
		expect(await savedTemplates('i', 0)).toHaveLength(2);
		expect(await savedTemplates('j', 0)).toEqual([templateRecord('j', 0, 9)]);
	});

	it('keep their embedding as bytes', async () => {
		const embedding = Int8Array.of(-127, 0, 127);
		const result = {
			label: 'x',
			confidence: 0.5,
			tier: 'none' as const,
			certainty: 'unknown' as const,
			family: 'no problem',
			familyConfidence: 0.5,
			needsReview: true,
			top: [],
			embedding
		};
		await saveTemplates([{ ...templateRecord('h', 0, 0), result }]);
		expect((await savedTemplates('h', 0))[0]?.result?.embedding).toEqual(embedding);
	});
});
