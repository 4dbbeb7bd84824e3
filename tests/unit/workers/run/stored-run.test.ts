import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveParts, savedRun, saveRun } from '../../../../src/lib/store/db';
import { StoredRun } from '../../../../src/workers/run/stored-run';
import { chunkRecord, runRecord, templateRecord } from '../../support/records';
import { rule } from '../../support/small-bundle';

const put = IDBObjectStore.prototype.put;
const result = {
	label: 'x',
	confidence: 0.9,
	tier: 'head' as const,
	certainty: 'sure' as const,
	family: 'no problem',
	familyConfidence: 1,
	needsReview: false,
	top: []
};

describe('a run that read more than there was room for', () => {
	beforeEach(async () => {
		const rowsByTier = { rule: 5, head: 5, llm: 0, human: 0, none: 0 };
		await saveRun(runRecord('run', { status: 'failed', rows: 10, rules: [rule()], rowsByTier }));
		const templates = [{ ...templateRecord('run', 0, 0), result }];
		await saveParts([{ chunk: chunkRecord('run', 0), texts: ['first\nsecond\n'], templates }]);
	});
	afterEach(() => (IDBObjectStore.prototype.put = put));

	it('is counted by the rows that are kept', async () => {
		const open = await StoredRun.open('run');
		const counts = { rows: 2, chunks: 1, rowsByTier: { rule: 1, head: 1 } };
		expect(open.run).toMatchObject(counts);
		expect(await savedRun('run')).toMatchObject(counts);
	});

	it('is counted so too when all of it had been read before it ended', async () => {
		const open = await StoredRun.open('run');
		await saveRun({ ...open.run, rows: 10 });
		await open.refresh();
		expect(open.run.rows).toBe(2);
		// Its rows may be counted right already, and what became of them not.
		await saveRun({ ...open.run, rowsByTier: { ...open.run.rowsByTier, head: 9 } });
		await open.refresh();
		expect(open.run.rowsByTier).toMatchObject({ rule: 1, head: 1 });
	});

	it('shows its rows and how it ended where that cannot be written', async () => {
		IDBObjectStore.prototype.put = () => {
			throw new DOMException('', 'QuotaExceededError');
		};
		const open = await StoredRun.open('run');
		expect(open.run).toMatchObject({ rows: 2, status: 'failed' });
		expect(await savedRun('run')).toMatchObject({ rows: 10 });
	});
});
