import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { saveParts, saveRun } from '../../../../src/lib/store/db';
import type { InputFormat } from '../../../../src/lib/pipeline/read/input-format';
import { StoredRun } from '../../../../src/workers/run/stored-run';
import { FilterCache } from '../../../../src/workers/view/filter-cache';
import { rowsWithCells } from '../../../../src/workers/view/rows-with-cells';
import { chunkRecord, runRecord, templateRecord } from '../../support/records';

type Kind = 'csv' | 'json' | 'lines';

/** Two chunks of two rows. */
const TEXTS: Record<Kind, [string, string][]> = {
	csv: [
		['first,ann,200\n', '"second, with ann",bob,"5""00"\n'],
		['third,ann,500,late\n', 'fourth,,200\n']
	],
	json: [
		['{"message":"first","user":{"name":"ann"},"status":200}\n', '{"message":"ann second"}\n'],
		['{"message":"third","user":{"name":"ann"},"status":500}\n', '{"status":"200"}\n']
	],
	lines: [
		[
			'Nov 20 06:25:01 web1 shop: {"level":"warn","msg":"late","user":{"name":"ann"},"ids":[1, 2]}\n',
			'Nov 20 06:25:02 web1 shop: for ann\n'
		],
		[
			'Nov 20 06:25:03 web1 shop: {"level":"warn","msg":"late","user":{"name":"b\\u00f6b"}}\n',
			'Nov 20 06:25:04 web1 shop: {"level":"warn","msg":"late","user":{"name":"ann"}}\n'
		]
	]
};
const COLUMNS: Record<Kind, Partial<InputFormat>> = {
	csv: { columns: ['message', 'user', 'status'] },
	json: { columns: ['message', 'user.name', 'status'] },
	lines: {
		columns: ['time', 'level', 'source', 'message'],
		lineFormats: ['syslog'],
		inner: ['user.name', 'ids'].map((path) => ({ name: path, path }))
	}
};

beforeAll(async () => {
	for (const kind of ['csv', 'json', 'lines'] as const) {
		const format = { ...runRecord(kind).format, kind, ...COLUMNS[kind] };
		await saveRun(runRecord(kind, { rows: 4, chunks: 2, templates: 2, format, sources: ['file'] }));
		const templates = [0, 1].map((index) => templateRecord(kind, index, 0));
		await saveParts(
			TEXTS[kind].map(([first, second], index) => ({
				chunk: {
					...chunkRecord(kind, index),
					ends: Uint32Array.of(first.length, first.length + second.length),
					rule: Int16Array.of(-1, -1)
				},
				texts: [first + second],
				templates: index === 0 ? templates : []
			}))
		);
	}
});

const marked = async (kind: Kind, ...cells: [string, string][]): Promise<number[]> => {
	const marks = await rowsWithCells(await StoredRun.openEnded(kind), cells);
	return [...marks.keys()].filter((row) => marks[row] === 1);
};

describe('rowsWithCells', () => {
	it('finds the rows of a table with a cell, and no other cell that holds the same', async () => {
		expect(await marked('csv', ['user', 'ann'])).toEqual([0, 2]);
		expect(await marked('csv', ['user', ''])).toEqual([3]);
		expect(await marked('csv', ['status', '5"00'])).toEqual([1]);
		expect(await marked('csv', ['extra 1', 'late'])).toEqual([2]);
	});

	it('finds nested fields of JSON', async () => {
		expect(await marked('json', ['user.name', 'ann'])).toEqual([0, 2]);
		expect(await marked('json', ['status', '200'])).toEqual([0, 3]);
	});

	it('finds fields of objects in lines, however they are written', async () => {
		expect(await marked('lines', ['user.name', 'ann'])).toEqual([0, 3]);
		expect(await marked('lines', ['user.name', 'böb'])).toEqual([2]);
		expect(await marked('lines', ['ids', '[1,2]'])).toEqual([0]);
	});

	it('wants all of several cells, and none of a column that is not there', async () => {
		expect(await marked('csv', ['user', 'ann'], ['status', '200'])).toEqual([0]);
		expect(await marked('csv', ['team', 'ann'])).toEqual([]);
	});

	it('goes together with a search', async () => {
		const filters = new FilterCache(await StoredRun.openEnded('csv'));
		const rowsOf = async (text: string): Promise<number[]> => [
			...(await filters.of({ text, cells: [['user', 'ann']] })).rows
		];
		expect(await rowsOf('d')).toEqual([2]);
		expect(await rowsOf('t')).toEqual([0, 2]);
		expect([...(await filters.of({ cells: [['user', 'bob']] })).rows]).toEqual([1]);
	});
});

describe('a search that goes on from the last one', () => {
	const typed = [
		's',
		'se',
		'sec',
		'seco',
		'zzz',
		'f',
		'fo',
		'for',
		'for a',
		'nn',
		'ann',
		'ann s',
		'late'
	];

	it.each(['csv', 'json', 'lines'] as const)(
		'gives in %s what one from scratch gives',
		async (kind) => {
			const kept = new FilterCache(await StoredRun.openEnded(kind));
			for (const text of typed)
				for (const filter of [{ text }, { text, cells: [['user', 'ann']] as [string, string][] }]) {
					const fresh = new FilterCache(await StoredRun.openEnded(kind));
					expect((await kept.of(filter)).rows).toEqual((await fresh.of(filter)).rows);
				}
		}
	);

	it('reads no chunk in which the shorter text was not', async () => {
		const stored = await StoredRun.openEnded('csv');
		const read = vi.spyOn(stored, 'chunk');
		const filters = new FilterCache(stored);
		await filters.of({ text: 'fo' });
		await filters.of({ text: 'fou' });
		await filters.of({ text: 'thi' });
		expect(read.mock.calls.flat()).toEqual([0, 1, 1, 0, 1]);
	});
});
