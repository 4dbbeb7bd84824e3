import type { Decisions } from '../../lib/pipeline/head/by-hand';
import type { Cascade } from '../../lib/pipeline/head/cascade';
import { RECORD_INTERVAL } from '../../lib/pipeline/constants';
import type { RunSnapshot } from '../../lib/pipeline/run/run-types';
import {
	deleteRun,
	requireRun,
	saveRun,
	settleRun,
	storedRows,
	updateRun
} from '../../lib/store/db';
import type { RunRecord } from '../../lib/store/schema';
import type { EmbedderInfo, RunJob, RunProgress } from '../contracts/classifier';
import { pointOf, type StoredPoint } from './resume';
import { progressOf } from './run-progress';
import { TimeLeft } from './time-left';
import { encoderOf, newRunRecord, totalsOf } from './run-record';

/** What a recorder needs from outside. */
export interface RecorderTools {
	cascade: Cascade;
	/** The embedder that the run uses, once one was started. */
	encoder: () => EmbedderInfo | undefined;
	/** Milliseconds, monotonic. */
	clock: () => number;
}

/** Keeps the record of one run: that it goes on, how far it has come, and how it ended. */
export class RunRecorder {
	private totals: Partial<RunRecord> = {};
	private isAnythingClassified: boolean;
	private savedAt: number;
	private readonly timeLeft: TimeLeft;

	/** @param point where a run that was broken off goes on */
	private constructor(
		private readonly job: RunJob,
		private readonly record: RunRecord,
		readonly point: StoredPoint | undefined,
		private readonly tools: RecorderTools,
		private readonly started: number
	) {
		this.timeLeft = new TimeLeft(record.bytes);
		this.isAnythingClassified = point !== undefined;
		this.savedAt = started;
	}

	/**
	 * Stores the record of a run that begins, or that goes on where it was broken off.
	 * @throws Error in plain words when the run to go on with is gone, or was begun with other categories
	 */
	static async begin(job: RunJob, tools: RecorderTools): Promise<RunRecorder> {
		const { cascade, encoder, clock } = tools;
		const started = clock();
		const { record, point } = job.resume
			? await brokenOff(job.runId, cascade)
			: { record: await newRunRecord(job, cascade, encoder()), point: undefined };
		await saveRun(record);
		return new RunRecorder(job, record, point, tools, started);
	}

	/** What people had said of messages when the run began. */
	get decisions(): Decisions {
		return new Map(this.record.decisions);
	}

	/**
	 * Takes how far the run has come, and stores it once in a while.
	 * @returns what the page is told; nothing while a run that goes on reads again what is stored of it
	 */
	take(snapshot: RunSnapshot): RunProgress | undefined {
		const { job, record, point, tools, started } = this;
		const now = tools.clock();
		this.isAnythingClassified ||= snapshot.templatesEmbedded > 0 || snapshot.rowsByTier.rule > 0;
		// Until then the stored totals are the better ones.
		if (point && snapshot.rows < point.rows) return undefined;
		const milliseconds = record.milliseconds + now - started;
		this.totals = { ...totalsOf(snapshot, job.problems), milliseconds };
		if (now - this.savedAt > RECORD_INTERVAL) {
			this.savedAt = now;
			// The run may have been renamed or deleted meanwhile: only the totals are written.
			void updateRun(job.runId, this.totals).catch(() => undefined);
		}
		const left = this.timeLeft.after(snapshot, now - started);
		return progressOf(record, snapshot, now - started, tools.encoder()?.device, left);
	}

	/**
	 * Stores how the run ended.
	 * @param failure what went wrong, if anything; thrown again when no row is stored
	 * @param signal whether it was cancelled, or `paused` to go on later
	 * @returns the record; nothing when the run was cancelled before anything was classified, and is removed
	 */
	async end(failure: Error | undefined, signal: AbortSignal): Promise<RunRecord | undefined> {
		const { job, record, tools, started } = this;
		const stopped = signal.reason === 'paused' ? 'paused' : 'cancelled';
		const status = failure ? 'failed' : signal.aborted ? stopped : 'done';
		if (status === 'cancelled' && !this.isAnythingClassified) {
			await deleteRun(job.runId);
			return undefined;
		}
		const encoder = tools.encoder();
		const finished = await settleRun(job.runId, {
			...this.totals,
			// What was read when the disk was full is more than what is kept.
			...(failure ? await storedRows(job.runId) : {}),
			status,
			milliseconds: record.milliseconds + tools.clock() - started,
			...(encoder ? encoderOf(encoder) : {}),
			...(failure ? { error: failure.message } : {})
		});
		if (failure && finished.rows === 0) throw failure;
		return finished;
	}
}

/** The record and the place of a run that was broken off. */
async function brokenOff(
	runId: string,
	{ bundle }: Cascade
): Promise<{ record: RunRecord; point: StoredPoint }> {
	const run = await requireRun(runId);
	const point = await pointOf(run, bundle.version);
	const record: RunRecord = { ...run, status: 'running' };
	delete record.error;
	return { record, point };
}
