import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ChunkTexts } from '../../../src/workers/run/chunk-texts';
import { RunStore } from '../../../src/workers/classify/run-store';
import { ChunkBuilder } from '../../../src/lib/pipeline/columnar/chunk-builder';
import { rawRow } from '../../../src/lib/pipeline/read/row-cells';
import type { PieceText } from '../../../src/lib/pipeline/text/piece-text';
import { database } from '../../../src/lib/store/database';
import {
	deleteRun,
	markDeleted,
	purgeRunsDeletedBefore,
	savedSince,
	saveRun,
	storedRows,
	updateRun
} from '../../../src/lib/store/db';
import { deleteTextFiles } from '../../../src/lib/store/text-files';
import { FakeFileSystem } from '../support/fake-file-system';
import { addRows } from '../support/chunk-rows';
import { runRecord } from '../support/records';
import { turn } from '../support/run-fakes';

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** Stores texts as the chunks of a run, one each. */
async function storeRun(runId: string, texts: readonly PieceText[]): Promise<void> {
	const store = new RunStore(runId, () => undefined);
	// What comes before a file is open goes into the database.
	await turn();
	const builder = new ChunkBuilder((chunk) => store.saveChunk(chunk));
	for (const text of texts) {
		addRows(builder, text);
		builder.flush();
	}
	await store.settled();
}

/** Row 0 of each chunk. */
async function stored(runId: string, chunks: number): Promise<string[]> {
	const texts = new ChunkTexts(runRecord(runId));
	const rows: string[] = [];
	for (let chunk = 0; chunk < chunks; chunk++) rows.push(rawRow(await texts.of(chunk), 0));
	return rows;
}

/** Waits until so many chunks are stored. */
async function savedRows(runId: string, chunks: number): Promise<void> {
	while ((await storedRows(runId)).chunks < chunks) await turn();
}

const inDatabase = async (): Promise<number> => (await database()).count('texts');

describe('the text of a run', () => {
	const install = (room?: number): FakeFileSystem => new FakeFileSystem(room).install();
	afterEach(async () => {
		vi.unstubAllGlobals();
		await (await database()).clear('texts');
	});

	it('goes into files where it is bytes', async () => {
		const system = install();
		const rows = ['first\n', '\uFEFFmarked\n', 'grüße\r\n', 'last'];
		const bytes = rows.map(bytesOf);
		await storeRun('bytes', bytes);
		expect(await stored('bytes', 4)).toEqual(rows);
		expect(await inDatabase()).toBe(0);
		expect(system.used).toBe(bytes.reduce((sum, { length }) => sum + length, 0));
		expect(system.openFiles).toBe(0);
	});

	it('is there as soon as its rows are, while the run goes on', async () => {
		const system = install();
		const store = new RunStore('going on', () => undefined);
		await turn();
		const builder = new ChunkBuilder((chunk) => store.saveChunk(chunk));
		for (let chunk = 0; chunk < 5; chunk++) {
			addRows(builder, bytesOf(`row ${chunk}\n`));
			builder.flush();
			await savedRows('going on', chunk + 1);
			expect(await stored('going on', chunk + 1)).toContain(`row ${chunk}\n`);
		}
		await store.settled();
		expect(system.openFiles).toBe(0);
		expect(system.files.length).toBeGreaterThan(1);
	});

	it('goes into the database where it is a string, or the browser has no such files', async () => {
		await storeRun('no files', [bytesOf('one\n'), bytesOf('two\n')]);
		const system = install();
		await storeRun('string', ['a\ud800b\n']);
		expect(await stored('no files', 2)).toEqual(['one\n', 'two\n']);
		expect(await stored('string', 1)).toEqual(['a\ud800b\n']);
		expect(await inDatabase()).toBe(3);
		expect(system.used).toBe(0);
	});

	it('goes into the database before a file is open, and once there is no room', async () => {
		const system = install(5);
		await storeRun('narrow', ['fits\n', 'not any more\n', 'nor\n'].map(bytesOf));
		expect(await stored('narrow', 3)).toEqual(['fits\n', 'not any more\n', 'nor\n']);
		expect(await inDatabase()).toBe(2);
		const store = new RunStore('early', () => undefined);
		const builder = new ChunkBuilder((chunk) => store.saveChunk(chunk));
		addRows(builder, bytesOf('early\n'));
		builder.flush();
		await store.settled();
		expect(await stored('early', 1)).toEqual(['early\n']);
		expect(system.openFiles).toBe(0);
	});

	it('is told to be missing when its file is gone', async () => {
		install();
		await storeRun('gone', [bytesOf('text\n')]);
		install();
		await expect(stored('gone', 1)).rejects.toThrow(/missing/);
		vi.unstubAllGlobals();
		await expect(stored('gone', 1)).rejects.toThrow(/missing/);
	});

	it('is found without its record once its place is noted, in whatever order it is read', async () => {
		install();
		const rows = Array.from({ length: 9 }, (_, row) => `grüße ${row}\n`);
		await storeRun('noted', rows.map(bytesOf));
		const [chunks] = await savedSince('noted', { chunk: 0, batch: 0 });
		await (await database()).clear('chunks');
		const orders = fc.array(fc.nat(rows.length - 1), { minLength: 1, maxLength: 30 });
		await fc.assert(
			fc.asyncProperty(orders, fc.integer({ min: 0, max: 3 }), async (order, inOrder) => {
				const texts = new ChunkTexts(runRecord('noted'), undefined, 2);
				for (const chunk of chunks) texts.note(chunk);
				const wanted = [...rows.keys(), ...order, ...rows.keys()].slice(inOrder);
				for (const at of wanted) expect(rawRow(await texts.of(at), 0)).toBe(rows[at]);
			}),
			{ numRuns: 40 }
		);
	});

	it('is told to be missing when its file was deleted meanwhile', async () => {
		const system = install();
		await storeRun('deleted', ['one\n', 'two\n', 'three\n', 'four\n'].map(bytesOf));
		const [chunks] = await savedSince('deleted', { chunk: 0, batch: 0 });
		const texts = new ChunkTexts(runRecord('deleted'));
		for (const chunk of chunks) texts.note(chunk);
		expect(rawRow(await texts.of(0), 0)).toBe('one\n');
		await deleteTextFiles('deleted');
		expect(system.files).toEqual([]);
		const later = new ChunkTexts(runRecord('deleted'));
		for (const chunk of chunks) later.note(chunk);
		await expect(later.of(1)).rejects.toThrow(/missing/);
		// A file that is there again is found again.
		await storeRun('deleted', [bytesOf('again\n')]);
		const [[again]] = await savedSince('deleted', { chunk: 0, batch: 0 });
		if (again) later.note(again);
		expect(rawRow(await later.of(0), 0)).toBe('again\n');
	});

	it('keeps what an earlier attempt at the run stored', async () => {
		install();
		await storeRun('again', [bytesOf('first\n')]);
		vi.setSystemTime(Date.now() + 1);
		const store = new RunStore('again', () => undefined);
		await turn();
		const builder = new ChunkBuilder((chunk) => store.saveChunk(chunk), { rows: 1, chunks: 1 });
		for (const text of ['first\n', 'second\n']) addRows(builder, bytesOf(text));
		builder.flush();
		await store.settled();
		vi.useRealTimers();
		expect(await stored('again', 2)).toEqual(['first\n', 'second\n']);
	});

	it('is left while another tab writes it, and the others are deleted all the same', async () => {
		const system = install();
		const writing = new RunStore('being written', () => undefined);
		await turn();
		await storeRun('later in the list', [bytesOf('text\n')]);
		await purgeRunsDeletedBefore(100);
		expect(system.files.map((path) => path.split('/')[1])).not.toContain('later in the list');
		expect(system.openFiles).toBeGreaterThan(0);
		await writing.settled();
		await purgeRunsDeletedBefore(100);
		expect(system.files).toEqual([]);
	});

	it('is deleted with its run, and so is what a crash left behind', async () => {
		const system = install();
		for (const id of ['kept', 'deleted', 'undoable']) {
			await saveRun(runRecord(id));
			await storeRun(id, [bytesOf('text\n')]);
		}
		await storeRun('without a run', [bytesOf('text\n')]);
		await updateRun('deleted', { deletedAt: 100 });
		await updateRun('undoable', { deletedAt: 101 });
		await purgeRunsDeletedBefore(100);
		const folders = system.files.map((path) => path.split('/')[1]);
		expect(folders).toEqual(['kept', 'undoable']);
	});

	it('stays with a run that a full disk takes no mark for, and whose records could not be deleted', async () => {
		const system = install();
		await saveRun(runRecord('run'));
		await storeRun('run', [bytesOf('text\n')]);
		const { put, delete: remove } = IDBObjectStore.prototype;
		try {
			IDBObjectStore.prototype.put = () => {
				throw new DOMException('', 'UnknownError');
			};
			expect(await markDeleted('run')).toBe(false);
			IDBObjectStore.prototype.put = put;
			await updateRun('run', { deletedAt: 100 });
			IDBObjectStore.prototype.delete = () => {
				throw new DOMException('', 'DataError');
			};
			await expect(purgeRunsDeletedBefore(100)).rejects.toThrow();
			expect(system.files).toHaveLength(1);
		} finally {
			Object.assign(IDBObjectStore.prototype, { put, delete: remove });
		}
		await deleteRun('run');
		expect(system.files).toEqual([]);
	});
});
