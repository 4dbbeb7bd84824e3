import 'fake-indexeddb/auto';
import Papa from 'papaparse';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyFilter } from '../../../../src/lib/pipeline/view/row-filter';
import { saveChunk, saveRun } from '../../../../src/lib/store/db';
import { StoredRun } from '../../../../src/workers/run/stored-run';
import { ExportJobs } from '../../../../src/workers/view/export-jobs';
import {
	previewExport,
	summaryOf,
	type ExportSource
} from '../../../../src/workers/view/run-export';
import type { ExportFormat, ExportJob } from '../../../../src/workers/contracts/viewer';
import { runRecord } from '../../support/records';

const CHUNKS = 5;
const ROWS = 400;
const message = (row: number): string => `user=u${row} from 10.0.0.${row % 250}`;

/** A stored run of several chunks, whose rows all wait for review. */
async function source(name = 'export'): Promise<ExportSource> {
	await saveRun(runRecord('export', { name, rows: CHUNKS * ROWS, sources: ['alice@web'] }));
	const stored = await StoredRun.open('export');
	const { rows, facets } = applyFilter(stored.table, {});
	return { stored, rows, facets };
}

const chunk = (index: number) => ({
	runId: 'export',
	index,
	firstRow: index * ROWS,
	rowCount: ROWS,
	template: new Uint32Array(ROWS),
	rule: new Int16Array(ROWS).fill(-1),
	source: new Uint32Array(ROWS),
	time: new Float64Array(ROWS).fill(NaN),
	severity: new Uint8Array(ROWS).fill(3),
	ends: new Uint32Array(ROWS)
});

beforeAll(async () => {
	for (let index = 0; index < CHUNKS; index++) {
		const lines = Array.from({ length: ROWS }, (_, at) => `${message(index * ROWS + at)}\n`);
		let end = 0;
		const ends = Uint32Array.from(lines, (line) => (end += line.length));
		await saveChunk({ ...chunk(index), ends }, lines.join(''));
	}
});

const job = (format: ExportFormat, masked = false): ExportJob => ({
	id: '1',
	format,
	masked,
	filter: {}
});
const parsed = async (blob: Blob | undefined): Promise<string[][]> =>
	Papa.parse<string[]>((await blob?.text()) ?? '', { skipEmptyLines: true }).data.slice(1);

describe('ExportJobs', () => {
	it('writes all rows in order, chunk by chunk, and tells how far it is', async () => {
		const progress: number[] = [];
		const blob = await new ExportJobs().run(job('csv'), await source(), undefined, (done) =>
			progress.push(done)
		);
		const rows = await parsed(blob);
		expect(rows.map(([from, text]) => [from, text])).toEqual(
			Array.from({ length: CHUNKS * ROWS }, (_, row) => ['alice@web', message(row)])
		);
		expect(progress).toEqual([0, 400, 800, 1_200, 1_600, 2_000, 2_000]);
		expect(blob?.type).toBe('text/csv;charset=utf-8');
	});

	it('writes the chosen rows only', async () => {
		const rows = Uint32Array.of(3, 399, 400, 1_999);
		const blob = await new ExportJobs().run(
			job('jsonl'),
			{ ...(await source()), rows },
			undefined,
			() => undefined
		);
		const lines = ((await blob?.text()) ?? '').trim().split('\n');
		expect(lines.map((line) => (JSON.parse(line) as { log_message: string }).log_message)).toEqual(
			[...rows].map(message)
		);
	});

	it('masks messages and sources', async () => {
		const blob = await new ExportJobs().run(
			job('csv', true),
			await source(),
			undefined,
			() => undefined
		);
		const rows = await parsed(blob);
		expect(rows).toHaveLength(CHUNKS * ROWS);
		for (const [from, text] of rows) {
			expect(from).toBe('<user>@web');
			expect(text).toBe('user=<user> from <ip>');
		}
	});

	it('gives nothing when it was cancelled', async () => {
		const jobs = new ExportJobs();
		const progress: number[] = [];
		const blob = await jobs.run(job('csv'), await source(), undefined, (done) => {
			progress.push(done);
			if (done === 800) jobs.cancel('1');
		});
		expect(blob).toBeUndefined();
		expect(progress.at(-1)).toBe(800);
	});

	it('streams to a file and closes it, or leaves nothing when it was cancelled', async () => {
		const open = fakeFile();
		const jobs = new ExportJobs();
		expect(
			await jobs.run(job('csv'), await source(), open.handle, () => undefined)
		).toBeUndefined();
		expect(open.events).toEqual([...new Array<string>(7).fill('write'), 'close']);
		const cancelled = fakeFile();
		await jobs.run(job('csv'), await source(), cancelled.handle, () => jobs.cancel('1'));
		expect(cancelled.events).toEqual(['write', 'abort']);
	});

	it('removes the file when writing fails', async () => {
		const full = fakeFile(new Error('The disk is full.'));
		await expect(
			new ExportJobs().run(job('csv'), await source(), full.handle, () => undefined)
		).rejects.toThrow('The disk is full.');
		expect(full.events).toEqual(['abort']);
	});
});

describe('previewExport', () => {
	it.each(['csv', 'jsonl'] as const)(
		'tells the size of a %s file within a tenth',
		async (format) => {
			const preview = await previewExport(await source(), { format, masked: false });
			const blob = await new ExportJobs().run(
				job(format),
				await source(),
				undefined,
				() => undefined
			);
			expect(preview.records).toBe(CHUNKS * ROWS);
			expect(preview.bytes / (blob?.size ?? 0)).toBeGreaterThan(0.9);
			expect(preview.bytes / (blob?.size ?? 0)).toBeLessThan(1.1);
		}
	);

	it('shows columns and an example before and after masking', async () => {
		const preview = await previewExport(await source(), { format: 'csv', masked: true });
		expect(preview.columns.slice(0, 3)).toEqual(['source', 'log_message', 'target_label']);
		expect(preview.before).toBe(message(0));
		expect(preview.after).toBe('user=<user> from <ip>');
	});

	it('counts distinct messages for their list', async () => {
		const preview = await previewExport(await source(), { format: 'templates', masked: false });
		expect(preview.records).toBe(1);
		expect(preview.columns[0]).toBe('template');
	});
});

describe('summaryOf', () => {
	it('masks name and examples', async () => {
		const findings = [
			{
				...{ kind: 'began' as const, problem: true, how: '', spark: [], filter: {} },
				text: 'mail to eve@example.org began at 10:00'
			}
		];
		const named = await source('of bob@example.org.log');
		const summary = await summaryOf({ ...named, findings }, ['Unclassified'], true);
		expect(summary).toContain('1. mail to \\<email\\> began at 10:00');
		expect(summary).toContain('### of \\<email\\>');
		expect(summary).toContain('` user=<user> from <ip> `');
		expect(summary).toContain('2,000 rows, 1 distinct message.');
	});
});

/** Fake: a file handle that notes what is done with its stream. */
function fakeFile(failure?: Error): { handle: FileSystemFileHandle; events: string[] } {
	const events: string[] = [];
	const note = (event: string) => (): Promise<void> => {
		events.push(event);
		return Promise.resolve();
	};
	const write = failure ? () => Promise.reject(failure) : note('write');
	const stream = { write, close: note('close'), abort: note('abort') };
	const createWritable = () => Promise.resolve(stream);
	return { handle: { createWritable } as unknown as FileSystemFileHandle, events };
}
