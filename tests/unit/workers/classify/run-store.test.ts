import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { ChunkBuilder } from '../../../../src/lib/pipeline/columnar/chunk-builder';
import { RunTable } from '../../../../src/lib/pipeline/columnar/run-table';
import {
	saveChunk,
	savedChunkAndText,
	savedSince,
	savedTemplates
} from '../../../../src/lib/store/db';
import { addRows } from '../../support/chunk-rows';
import { rawRow } from '../../../../src/lib/pipeline/read/row-cells';
import { chunkRecord, runRecord } from '../../support/records';
import { ChunkTexts } from '../../../../src/workers/run/chunk-texts';
import { RunStore } from '../../../../src/workers/classify/run-store';

describe('RunStore and ChunkTexts', () => {
	it('bring each row back as it was read', async () => {
		const rows = ['a,b\r\n', '"x\ny",😀\n', '\uFEFFmarked\n', 'nul\0\r', '\n', 'last'];
		for (const [run, raws] of [rows, [...rows].reverse(), rows.slice(2)].entries()) {
			const store = new RunStore(`run ${run}`, () => undefined);
			const builder = new ChunkBuilder((chunk) => store.saveChunk(chunk));
			for (const raw of raws) addRows(builder, raw);
			builder.flush();
			await store.settled();
			const found = await new ChunkTexts(runRecord(`run ${run}`)).of(0);
			expect(found.ends.length).toBe(raws.length);
			expect(raws.map((_, at) => rawRow(found, at))).toEqual(raws);
		}
	});

	it('keep a lone surrogate', async () => {
		const store = new RunStore('surrogate', () => undefined);
		const builder = new ChunkBuilder((chunk) => store.saveChunk(chunk));
		for (const raw of ['a\ud800b\n', 'next\n']) addRows(builder, raw);
		builder.flush();
		await store.settled();
		const rows = await new ChunkTexts(runRecord('surrogate')).of(0);
		expect([rawRow(rows, 0), rawRow(rows, 1)]).toEqual(['a\ud800b\n', 'next\n']);
	});

	it('keep no text when that is not wanted; the canonical text stands for it', async () => {
		const store = new RunStore('textless', () => undefined, { keepText: false });
		const builder = new ChunkBuilder((chunk) => store.saveChunk(chunk));
		for (const raw of ['secret 1\n', 'secret 2\n']) addRows(builder, raw);
		builder.flush();
		await store.settled();
		const [chunk, text] = await savedChunkAndText('textless', 0);
		expect([chunk?.rowCount, text]).toEqual([2, undefined]);
		const table = new RunTable([]);
		table.addTemplate({ index: 0, canonical: 'secret #' });
		const texts = new ChunkTexts(runRecord('textless', { textKept: false }), table);
		const rows = await texts.of(0);
		expect([rawRow(rows, 0), rawRow(rows, 1)]).toEqual(['secret #\n', 'secret #\n']);
	});

	it('number the writes of templates', async () => {
		const store = new RunStore('writes', () => undefined);
		store.saveTemplates([{ index: 0, canonical: 'a' }]);
		store.saveTemplates([]);
		store.saveTemplates([{ index: 1, canonical: 'b' }]);
		await store.settled();
		expect((await savedTemplates('writes', 1)).map(({ index }) => index)).toEqual([1]);
	});

	it.each([
		['full', 'QuotaExceededError'],
		['Failed to write blobs (IOError)', 'DataError']
	])('say when a write fails, and once that storage is full: %s', async (message, name) => {
		let failures = 0;
		const store = new RunStore('broken', () => failures++);
		const put = IDBObjectStore.prototype.put;
		IDBObjectStore.prototype.put = () => {
			throw new DOMException(message, name);
		};
		try {
			store.saveTemplates([{ index: 0, canonical: 'a' }]);
			await expect(store.settled()).rejects.toThrow(/no more storage.*kept/);
		} finally {
			IDBObjectStore.prototype.put = put;
		}
		expect(failures).toBe(1);
	});

	it('keep the beginning without a gap when storage runs full among writes that go together', async () => {
		const store = new RunStore('full', () => undefined);
		const put = IDBObjectStore.prototype.put;
		IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key) {
			if ((value as { index?: number }).index === 3)
				throw new DOMException('full', 'QuotaExceededError');
			return key === undefined ? put.call(this, value) : put.call(this, value, key);
		};
		try {
			const builder = new ChunkBuilder((chunk) => store.saveChunk(chunk));
			for (let chunk = 0; chunk < 6; chunk++) {
				addRows(builder, 'row\n');
				builder.flush();
			}
			await expect(store.settled()).rejects.toThrow(/no more storage/);
		} finally {
			IDBObjectStore.prototype.put = put;
		}
		const [chunks] = await savedSince('full', { chunk: 0, batch: 0 });
		expect(chunks.map(({ index }) => index)).toEqual([0, 1, 2]);
	});

	it('read the text of a run that an earlier version stored', async () => {
		await saveChunk({ ...chunkRecord('old', 0), text: new Blob(['first of 0\n', 'grüße 😀\r\n']) });
		const rows = await new ChunkTexts(runRecord('old')).of(0);
		expect([rawRow(rows, 0), rawRow(rows, 1)]).toEqual(['first of 0\n', 'grüße 😀\r\n']);
	});

	it('say that a part of a run is missing', async () => {
		await expect(new ChunkTexts(runRecord('nowhere')).of(0)).rejects.toThrow(/missing/);
	});
});
