import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { RECORD_INTERVAL } from '../../../../src/lib/pipeline/constants';
import { saveChunk, savedRun, saveRun, updateRun } from '../../../../src/lib/store/db';
import type { RunRecord } from '../../../../src/lib/store/schema';
import { RunRecorder } from '../../../../src/workers/classify/run-recorder';
import type { EmbedderInfo, RunJob } from '../../../../src/workers/contracts/classifier';
import { chunkRecord, runRecord } from '../../support/records';
import { CASCADE } from '../../support/run-fakes';
import { NO_ROWS, snapshot } from '../../support/snapshot';

const INFO: EmbedderInfo = {
	device: 'wasm',
	revision: 'r1',
	dimensions: 4,
	textsPerSecond: 1,
	warmUpTokens: 1
};

const job = (runId: string, change: Partial<RunJob> = {}): RunJob => {
	const { format, mapping } = runRecord(runId);
	const file = { name: 'a', source: 'a', bytes: 100, encoding: 'utf-8', gzip: false };
	const found = [{ kind: 'left-out' as const, message: 'b was left out.' }];
	return {
		runId,
		name: 'a',
		input: 'text',
		format,
		mapping,
		files: [file],
		problems: found,
		...change
	};
};

/** A recorder whose clock goes on when it is told to. */
async function recording(
	runId: string,
	change: Partial<RunJob> = {}
): Promise<{ recorder: RunRecorder; pass: (milliseconds: number) => void }> {
	let now = 1_000;
	const recorder = await RunRecorder.begin(job(runId, change), {
		cascade: CASCADE,
		encoder: () => INFO,
		clock: () => now
	});
	return { recorder, pass: (milliseconds) => (now += milliseconds) };
}

/** How a run was stopped, if it was. */
function signal(reason?: 'cancelled' | 'paused'): AbortSignal {
	const abort = new AbortController();
	if (reason) abort.abort(reason);
	return abort.signal;
}

const classified = snapshot({ rows: 8, bytesRead: 50, rowsByTier: { ...NO_ROWS, rule: 8 } });

/** The record once a write that nobody waits for is done. */
async function written(runId: string, rows: number): Promise<RunRecord | undefined> {
	for (let tries = 0; tries < 100; tries++) {
		const run = await savedRun(runId);
		if (run?.rows === rows) return run;
	}
	return savedRun(runId);
}

describe('RunRecorder', () => {
	it('stores that the run goes on, how far it is once in a while, and how it ended', async () => {
		const { recorder, pass } = await recording('whole');
		expect(await savedRun('whole')).toMatchObject({ status: 'running', rows: 0, bytes: 100 });
		pass(RECORD_INTERVAL - 1);
		expect(recorder.take(snapshot({ rows: 4 }))).toMatchObject({ rowsRead: 4, bytesTotal: 100 });
		pass(2);
		recorder.take(classified);
		expect(await written('whole', 8)).toMatchObject({ status: 'running', rows: 8 });
		pass(5_000);
		const ended = await recorder.end(undefined, signal());
		expect(ended).toEqual(await savedRun('whole'));
		expect(ended).toMatchObject({
			status: 'done',
			rows: 8,
			milliseconds: RECORD_INTERVAL + 5_001,
			device: 'wasm',
			encoderRevision: 'r1',
			problems: [{ message: 'b was left out.' }],
			problemCount: 1
		});
	});

	it('leaves alone what was changed of the record meanwhile', async () => {
		const { recorder } = await recording('renamed');
		await updateRun('renamed', { name: 'mine' });
		recorder.take(classified);
		expect(await recorder.end(undefined, signal())).toMatchObject({ name: 'mine', rows: 8 });
	});

	it.each(['paused', 'cancelled'] as const)('keeps what a run has that was %s', async (reason) => {
		const { recorder } = await recording(reason);
		recorder.take(classified);
		expect(await recorder.end(undefined, signal(reason))).toMatchObject({
			status: reason,
			rows: 8
		});
	});

	it('removes a run that was cancelled before anything was classified', async () => {
		const { recorder } = await recording('early');
		await saveRun(runRecord('deleted', { deletedAt: 1 }));
		recorder.take(snapshot({ rows: 8 }));
		expect(await recorder.end(undefined, signal('cancelled'))).toBeUndefined();
		expect(await savedRun('early')).toBeUndefined();
		// Another one that is deleted can still be brought back.
		expect(await savedRun('deleted')).toBeDefined();
	});

	it('counts the rows that are stored of a run that failed, and throws where there are none', async () => {
		const some = await recording('some');
		some.recorder.take(classified);
		await saveChunk(chunkRecord('some', 0), 'first\nsecond\n');
		const failure = new Error('The disk is full.');
		expect(await some.recorder.end(failure, signal())).toMatchObject({
			status: 'failed',
			error: 'The disk is full.',
			rows: 2,
			chunks: 1
		});
		const none = await recording('nothing');
		await expect(none.recorder.end(failure, signal())).rejects.toThrow('The disk is full.');
		expect(await savedRun('nothing')).toMatchObject({ status: 'failed' });
	});

	it('goes on where a run was broken off, and says nothing until it is there again', async () => {
		const before = { status: 'failed' as const, error: 'gone', rows: 2, milliseconds: 700 };
		await saveRun(runRecord('again', { ...before, bundleVersion: CASCADE.bundle.version }));
		await saveChunk(chunkRecord('again', 0), 'first\nsecond\n');
		const { recorder, pass } = await recording('again', { resume: true });
		expect(recorder.point).toMatchObject({ rows: 2, chunks: 1 });
		const running = await savedRun('again');
		expect(running).toMatchObject({ status: 'running', rows: 2 });
		expect(running && 'error' in running).toBe(false);
		pass(100);
		expect(recorder.take(snapshot({ rows: 1 }))).toBeUndefined();
		expect(recorder.take(snapshot({ rows: 2 }))).toMatchObject({ rowsRead: 2 });
		// What was classified in the earlier part is there, so a cancel keeps it.
		const ended = await recorder.end(undefined, signal('cancelled'));
		expect(ended).toMatchObject({ status: 'cancelled', rows: 2, milliseconds: 800 });
	});

	it('refuses to go on with a run that is gone', async () => {
		await expect(recording('never', { resume: true })).rejects.toThrow(/no longer stored/);
	});
});
