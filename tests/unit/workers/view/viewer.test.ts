import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import {
	markDeleted,
	purgeRunsDeletedBefore,
	saveParts,
	saveRun,
	updateRun
} from '../../../../src/lib/store/db';
import type { RunRecord } from '../../../../src/lib/store/schema';
import { Viewer } from '../../../../src/workers/view/viewer';
import { chunkRecord, runRecord, templateRecord } from '../../support/records';

const FORMAT = { ...runRecord('x').format, kind: 'csv' as const, columns: ['time', 'message'] };
const MAPPING = { message: 1, timestamp: 0, defaultSource: 'file' };
const LABELS = [{ name: 'NetworkError', definition: 'It is down.', problem: true }];
const RESULT = {
	...{ label: 'NetworkError', family: 'problem', familyConfidence: 1, confidence: 1 },
	...{ tier: 'head' as const, certainty: 'sure' as const, needsReview: false, top: [] }
};

/** A row of each of some texts, one a minute, each a message of its own unless told otherwise. */
async function store(
	id: string,
	createdAt: number,
	texts: string[],
	templateOf = (row: number): number => row
): Promise<RunRecord> {
	const lines = texts.map((text, at) => `1970-01-01T00:0${at}:00Z,${text}\n`);
	let end = 0;
	const counts = { rows: lines.length, chunks: 1, templates: lines.length, labels: LABELS };
	const run = runRecord(id, { createdAt, format: FORMAT, mapping: MAPPING, ...counts });
	await saveRun(run);
	const chunk = {
		...chunkRecord(id, 0),
		rowCount: lines.length,
		ends: Uint32Array.from(lines, (line) => (end += line.length)),
		template: Uint32Array.from(lines, (_, at) => templateOf(at)),
		rule: new Int16Array(lines.length).fill(-1),
		source: new Uint32Array(lines.length),
		time: Float64Array.from(lines, (_, at) => at * 60_000),
		severity: new Uint8Array(lines.length)
	};
	const templates = texts.map((canonical, index) => ({
		...templateRecord(id, index, 0),
		canonical,
		result: RESULT
	}));
	await saveParts([{ chunk, texts: [lines.join('')], templates }]);
	return run;
}

async function opened(id: string): Promise<Viewer> {
	const viewer = new Viewer();
	await viewer.open(id);
	return viewer;
}

async function purge(id: string): Promise<void> {
	await markDeleted(id);
	await purgeRunsDeletedBefore(Date.now() + 1);
}

const EARLIER = ['disk failed', 'link down'];

beforeEach(async () => {
	await store('before', 1, EARLIER);
	await store('after', 2, ['disk failed', 'link down', 'fan stopped']);
});

describe('what stands out', () => {
	it('is put into words by another clock without being worked out again', async () => {
		const viewer = await opened('after');
		const textAt = async (clock: number): Promise<string> => {
			const found = await viewer.findings({ clock, baseline: 'before' });
			return found.find(({ kind }) => kind === 'new')?.text ?? '';
		};
		expect(await textAt(0)).toContain('1970-01-01 00:02:00');
		// It could not be compared again now.
		await purge('before');
		expect(await textAt(60)).toContain('1970-01-01 01:02:00');
	});

	it('is worked out again after it failed', async () => {
		const viewer = await opened('after');
		await purge('before');
		await expect(viewer.findings({ baseline: 'before' })).rejects.toThrow('no longer stored');
		await store('before', 1, EARLIER);
		expect(await viewer.findings({ baseline: 'before' })).not.toEqual([]);
	});
});

describe('the line of a row', () => {
	it('is its own, or that of its closed group', async () => {
		const viewer = await opened('after');
		await viewer.query({}, { groups: { open: [] } });
		const [, second] = await viewer.rows(0, 3);
		expect(await viewer.lineOf(second?.index ?? -1)).toBe(1);
		await viewer.query({ text: 'link' });
		expect(await viewer.lineOf(1)).toBe(0);
		expect(await viewer.lineOf(2)).toBe(-1);
	});

	it('is none where the filter leaves the row out, though its message is listed', async () => {
		await store('twice', 3, ['link 1 down', 'link 2 down'], () => 0);
		const viewer = await opened('twice');
		await viewer.query({ text: 'link 2' }, { groups: { open: [] } });
		expect(await viewer.lineOf(1)).toBe(0);
		expect(await viewer.lineOf(0)).toBe(-1);
	});
});

describe('a deleted run', () => {
	it('can be brought back for an hour, and is gone after that', async () => {
		const viewer = new Viewer();
		const ids = async (): Promise<string[]> => (await viewer.deletedRuns()).map(({ id }) => id);
		await store('earlier', 4, EARLIER);
		await updateRun('earlier', { deletedAt: Date.now() - 3_600_001 });
		await viewer.deleteRun('before');
		expect(await ids()).toEqual(['before', 'earlier']);
		expect((await viewer.listRuns()).map(({ id }) => id)).not.toContain('before');
		await viewer.purgeDeleted();
		expect(await ids()).toEqual(['before']);
		await viewer.restoreRun('before');
		expect(await ids()).toEqual([]);
		expect((await viewer.open('before')).rows).toBe(2);
		await expect(viewer.restoreRun('earlier')).rejects.toThrow('no longer stored');
	});
});
