import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { saveRun } from '../../../../src/lib/store/db';
import { labelledRuns } from '../../../../src/workers/teach/evaluate-run';
import { endedRuns } from '../../../../src/workers/teach/try-rules';
import { runRecord } from '../../support/records';

const mapping = { message: 0, truth: 1, defaultSource: 'file' };

beforeEach(async () => {
	for (const [id, status] of [
		['done', 'done'],
		['killed', 'running'],
		['going on', 'running']
	] as const)
		await saveRun(runRecord(id, { status, mapping, rows: 3 }));
	const query = (): Promise<object> => Promise.resolve({ held: [{ name: 'winnow-run-going on' }] });
	vi.stubGlobal('navigator', { locks: { query } });
});
afterEach(() => vi.unstubAllGlobals());

it.each([
	['rules are tried on', endedRuns],
	['labels are measured on', labelledRuns]
])('%s runs that ended, also when their tab was killed', async (_, runs) => {
	expect((await runs()).map(({ id }) => id).sort()).toEqual(['done', 'killed']);
});
