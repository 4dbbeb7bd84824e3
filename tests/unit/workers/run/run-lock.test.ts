import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import {
	markDeleted,
	saveChunk,
	savedRun,
	savedRuns,
	saveRun,
	unmarkDeleted
} from '../../../../src/lib/store/db';
import { endDeadRun } from '../../../../src/workers/run/run-lock';
import { chunkRecord, runRecord } from '../../support/records';

it('marks a run whose worker is gone as cancelled, with the rows that are stored', async () => {
	await saveRun(runRecord('some', { status: 'running' }));
	await saveChunk(chunkRecord('some', 0), 'first\nsecond\n');
	expect(await endDeadRun('some')).toMatchObject({ status: 'cancelled', rows: 2, chunks: 1 });
	expect(await savedRun('some')).toMatchObject({ status: 'cancelled' });
	expect(await endDeadRun('never begun')).toBeUndefined();
});

it('removes one of which nothing is stored, and no run that can still be brought back', async () => {
	await saveRun(runRecord('nothing', { status: 'running' }));
	await saveRun(runRecord('deleted'));
	await markDeleted('deleted');
	expect(await endDeadRun('nothing')).toBeUndefined();
	expect(await savedRun('nothing')).toBeUndefined();
	await unmarkDeleted('deleted');
	expect((await savedRuns()).map(({ id }) => id)).toContain('deleted');
});
