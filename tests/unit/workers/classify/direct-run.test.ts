import 'fake-indexeddb/auto';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { savedRuns } from '../../../../src/lib/store/db';
import { classifyDirect, type DirectRun } from '../../../../src/workers/classify/direct-run';
import { CASCADE, fakeEmbedder, supplyOf, turn } from '../../support/run-fakes';

const direct = (input: string | File, change: Partial<DirectRun> = {}) =>
	classifyDirect({
		input,
		as: 'rows',
		shares: true,
		cascade: CASCADE,
		embedders: supplyOf([fakeEmbedder().embed]),
		signal: new AbortController().signal,
		onProgress: () => undefined,
		...change
	});

describe('classifyDirect', () => {
	it('gives all columns with ours, row by row, and stores nothing', async () => {
		const csv = 'id,log_message,source\n7,Disk full,a\n8,"x, y",b\n';
		const { columns, rows } = await direct(csv);
		expect(columns.slice(0, 4)).toEqual(['id', 'log_message', 'source', 'target_label']);
		expect(rows.map(({ cells }) => cells)).toEqual([
			['7', 'Disk full', 'a'],
			['8', 'x, y', 'b']
		]);
		expect(rows[0]?.outcome).toEqual({
			label: 'IOError',
			confidence: 1,
			tier: 'rule',
			rule: 'disk-full',
			needsReview: false,
			family: 'no problem',
			certainty: 'sure',
			familyConfidence: 1
		});
		expect(await savedRuns()).toEqual([]);
	});

	it('gives a CSV without a byte order mark', async () => {
		const { csv } = await direct('log_message,target_label\nDisk full,mine\n', { as: 'csv' });
		const { data } = Papa.parse<string[]>(csv, { skipEmptyLines: true });
		expect(data[0]).toEqual([
			'log_message',
			'target_label',
			'predicted_label',
			'confidence',
			'tier',
			'rule',
			'needs_review',
			'family',
			'certainty',
			'family_confidence'
		]);
		expect(data[1]?.slice(0, 3)).toEqual(['Disk full', 'mine', 'IOError']);
	});

	it('keeps bad rows in their place', async () => {
		const csv = 'source,log_message\na,Disk full\nb\n,\nc,Disk full,extra,more\n';
		const { columns, rows, problems } = await direct(csv);
		expect(columns.slice(0, 4)).toEqual(['source', 'log_message', 'extra 1', 'extra 2']);
		expect(rows.map(({ outcome }) => outcome.label)).toEqual([
			'IOError',
			'Unclassified',
			'Unclassified',
			'IOError'
		]);
		expect(rows[3]?.cells).toEqual(['c', 'Disk full', 'extra', 'more']);
		expect(problems.length).toBeGreaterThan(0);
	});

	it('gives thousands of rows in order, across chunks', async () => {
		const rows = Array.from({ length: 40_000 }, (_, at) => `s,message ${at}\n`);
		const result = await direct(`source,log_message\n${rows.join('')}`);
		expect(result.rows.map(({ cells }) => cells[1])).toEqual(rows.map((_, at) => `message ${at}`));
	});

	it.each([
		['', /The file is empty/],
		['source,log_message\n', /header line but no rows/],
		[
			'when,who\n1,2\n',
			/no column for the log message; its columns are "when", "who"\. Call one of them log_message\./
		]
	])('refuses %j in plain words', async (csv, message) => {
		await expect(direct(csv)).rejects.toThrow(message);
	});

	it('rejects when it is cancelled', async () => {
		const abort = new AbortController();
		const slow = fakeEmbedder(() => 50);
		const rows = Array.from({ length: 500 }, (_, at) => `s,${'ab'.repeat(at)}\n`).join('');
		const done = direct(`source,log_message\n${rows}`, {
			embedders: supplyOf([slow.embed]),
			signal: abort.signal
		});
		await turn(20);
		abort.abort(new Error('enough'));
		await expect(done).rejects.toThrow('enough');
	});
});
