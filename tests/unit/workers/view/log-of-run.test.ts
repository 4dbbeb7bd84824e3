import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { saveParts, saveRun } from '../../../../src/lib/store/db';
import type { RunRecord } from '../../../../src/lib/store/schema';
import { StoredRun } from '../../../../src/workers/run/stored-run';
import { baselinesOf, clockOf } from '../../../../src/workers/view/log-of-run';
import { findingsOf } from '../../../../src/workers/view/run-findings';
import { chunkRecord, runRecord, templateRecord } from '../../support/records';

const FORMAT = { ...runRecord('x').format, kind: 'csv' as const, columns: ['time', 'message'] };
const RESULT = {
	label: 'NetworkError',
	confidence: 1,
	tier: 'head' as const,
	certainty: 'sure' as const,
	family: 'problem',
	familyConfidence: 1,
	needsReview: false,
	top: []
};
const LABELS = [{ name: 'NetworkError', definition: 'It is down.', problem: true }];

/** Two rows: the second has a time, and the message `text 1`. */
async function stored(
	id: string,
	change: Partial<RunRecord>,
	{ texts = [0, 1], first = NaN } = {}
): Promise<StoredRun> {
	const mapping = { message: 1, timestamp: 0, defaultSource: 'file' };
	const counts = { rows: 2, chunks: 1, templates: 2, labels: LABELS };
	await saveRun(runRecord(id, { format: FORMAT, mapping, ...counts, ...change }));
	const rows = [',first\n', '2026-11-29T18:06:01+05:30,second\n'];
	const ends = Uint32Array.of(rows[0]?.length ?? 0, rows.join('').length);
	const chunk = { ...chunkRecord(id, 0), ends, rule: Int16Array.of(-1, -1) };
	const columns = { severity: Uint8Array.of(3, 0), time: Float64Array.of(first, 5) };
	const templates = texts.map((text, index) => ({
		...templateRecord(id, index, 0),
		canonical: `text ${text}`,
		result: RESULT
	}));
	await saveParts([{ chunk: { ...chunk, ...columns }, texts: [rows.join('')], templates }]);
	return StoredRun.open(id);
}

describe('the clock of a run', () => {
	it('is that of its first row with a time', async () => {
		expect(await clockOf(await stored('clock', {}))).toBe(330);
	});

	it('is UTC where there is no time', async () => {
		const mapping = { message: 1, defaultSource: 'file' };
		expect(await clockOf(await stored('none', { mapping }))).toBe(0);
	});
});

describe('a run that another is compared with', () => {
	it('is one of the same kind of file, ended, and earlier', async () => {
		const run = await stored('today', { createdAt: 10 });
		await stored('yesterday', { createdAt: 9 });
		await stored('broken', { createdAt: 8, status: 'failed' });
		await stored('deleted', { createdAt: 8, deletedAt: 9 });
		await stored('other', { createdAt: 7, format: { ...FORMAT, columns: ['a', 'b'] } });
		await stored('later', { createdAt: 11 });
		const ids = (await baselinesOf(run)).map(({ id }) => id);
		expect(ids).toContain('yesterday');
		for (const id of ['today', 'broken', 'deleted', 'other', 'later'])
			expect(ids).not.toContain(id);
	});

	it('makes problems that it has not new', async () => {
		const run = await stored('after', { createdAt: 20 }, { texts: [0, 9], first: 0 });
		await stored('before', { createdAt: 19 });
		const kinds = async (baseline?: string): Promise<string[]> =>
			(await findingsOf(run, baseline)).inWords(0).map(({ kind }) => kind);
		expect(await kinds()).not.toContain('new');
		expect(await kinds('before')).toContain('new');
		const findings = await findingsOf(run, 'before');
		const at = (clock: number): string =>
			findings.inWords(clock).find(({ kind }) => kind === 'new')?.text ?? '';
		expect(at(60)).toContain('is new against before');
		expect(at(60)).toContain('1970-01-01 01:00:00');
		expect(at(0)).toContain('1970-01-01 00:00:00');
		await expect(findingsOf(run, 'gone')).rejects.toThrow('no longer stored');
	});
});
