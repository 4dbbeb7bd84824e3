import * as Comlink from 'comlink';
import { Cascade } from '../../lib/pipeline/head/cascade';
import { RECORD_INTERVAL } from '../../lib/pipeline/constants';
import { classifyRun } from '../../lib/pipeline/run/classify-run';
import { embeddingRevision } from '../../lib/pipeline/embed/encoder-revision';
import type { RunSnapshot } from '../../lib/pipeline/run/run-types';
import type { RunEstimate } from '../../lib/pipeline/run/estimate';
import type { ColumnMapping, InputFormat } from '../../lib/pipeline/read/input-format';
import {
	purgeRunsDeletedBefore,
	requireRun,
	saveRun,
	settleRun,
	storedRows,
	updateRun
} from '../../lib/store/db';
import type { RunRecord } from '../../lib/store/schema';
import { chosenVersion, loadChosenBundle } from '../bundle/bundle-loader';
import type {
	ClassifierApi,
	DirectJob,
	DirectResult,
	EmbedderInfo,
	InputFile,
	InputPreview,
	ReaderApi,
	RunJob,
	RunProgress,
	SiteUrls
} from '../contracts/classifier';
import { classifyDirect } from './direct-run';
import { EmbedderPorts } from '../embed/embedder-ports';
import { StoredEmbeddings } from '../embed/embedding-cache';
import { estimateInput } from './estimate-input';
import { pointOf, sameFiles, type StoredPoint } from './resume';
import { previewInput } from './preview-input';
import { readAhead } from '../read/read-ahead';
import { progressOf } from './run-progress';
import { underRunLock } from '../run/run-lock';
import { encoderOf, newRunRecord, totalsOf } from './run-record';
import { RunStore } from './run-store';

/** What a run calls back. */
interface RunCalls {
	onProgress: (progress: RunProgress) => void;
	startEmbedders: () => Promise<void>;
}

interface SnapshotCalls extends Omit<RunCalls, 'onProgress'> {
	point: StoredPoint | undefined;
	onProgress: (snapshot: RunSnapshot) => void;
}

/** The classifier behind `ClassifierApi`: reads, classifies and stores, one run at a time. */
export class Classifier implements ClassifierApi {
	private base = '';
	private reader: Comlink.Remote<ReaderApi> | undefined;
	private prepared: { version: string | undefined; cascade: Promise<Cascade> } | undefined;
	private readonly embedders = new EmbedderPorts();
	private readonly running = new Map<string, AbortController>();

	async init({ base }: SiteUrls, reader: MessagePort): Promise<void> {
		this.base = base;
		this.reader = Comlink.wrap<ReaderApi>(reader);
		await this.cascade();
	}

	addEmbedder(port: MessagePort, info: EmbedderInfo): void {
		this.embedders.add(port, info);
	}

	async preview(
		input: InputFile[] | string,
		{
			format = {},
			mapping
		}: { format?: Partial<InputFormat>; mapping?: ColumnMapping | undefined } = {}
	): Promise<InputPreview> {
		return previewInput(input, format, mapping);
	}

	async estimate(
		input: InputFile[] | string,
		preview: Pick<InputPreview, 'files' | 'format' | 'mapping'>,
		{ revision, maxTokens }: { revision?: string | undefined; maxTokens?: number | undefined } = {}
	): Promise<RunEstimate> {
		const known = this.embedders.info?.revision ?? revision;
		return estimateInput({ input, ...preview }, await this.cascade(), {
			revision: known && embeddingRevision(known, maxTokens),
			maxTokens
		});
	}

	async run(
		job: RunJob,
		onProgress: (progress: RunProgress) => void,
		startEmbedders: () => Promise<void>
	): Promise<RunRecord | undefined> {
		const cascade = await this.cascade();
		const abort = new AbortController();
		this.running.set(job.runId, abort);
		try {
			return await underRunLock(job.runId, () =>
				this.execute(job, cascade, abort, { onProgress, startEmbedders })
			);
		} finally {
			this.running.delete(job.runId);
		}
	}

	async classifyDirect(
		{ id, csv, as }: DirectJob,
		onProgress: (progress: RunProgress) => void
	): Promise<DirectResult> {
		const cascade = await this.cascade();
		const abort = new AbortController();
		this.running.set(id, abort);
		const started = performance.now();
		const report = (snapshot: RunSnapshot): void =>
			void onProgress(
				progressOf({ id, bytes: csv.length }, snapshot, performance.now() - started, undefined)
			);
		// The embedded page starts them before it calls.
		const embedders = this.embedders.supply(() =>
			Promise.reject(new Error('The encoder was not started.'))
		);
		const { signal } = abort;
		try {
			return await classifyDirect({ csv, as, cascade, embedders, signal, onProgress: report });
		} finally {
			this.running.delete(id);
		}
	}

	cancel(runId: string): void {
		this.running.get(runId)?.abort('cancelled');
	}

	pause(runId: string): void {
		this.running.get(runId)?.abort('paused');
	}

	sameFiles(runId: string, chosen: InputFile[]): Promise<InputFile[]> {
		return sameFiles(runId, chosen);
	}

	/** The sieves of the bundle that is chosen now; prepared anew only when that is another one than before. */
	private async cascade(): Promise<Cascade> {
		const version = await chosenVersion();
		if (!this.prepared || this.prepared.version !== version) {
			const cascade = loadChosenBundle(this.base).then(
				({ bundle, examples }) => new Cascade(bundle, examples)
			);
			this.prepared = { version, cascade };
			cascade.catch(() => (this.prepared = undefined));
		}
		return this.prepared.cascade;
	}

	private async execute(
		job: RunJob,
		cascade: Cascade,
		abort: AbortController,
		{ onProgress, startEmbedders }: RunCalls
	): Promise<RunRecord | undefined> {
		const started = performance.now();
		const { record, point } = job.resume
			? await this.goOn(job.runId, cascade)
			: { record: await newRunRecord(job, cascade, this.embedders.info), point: undefined };
		await saveRun(record);
		let totals: Partial<RunRecord> = {};
		let isAnythingClassified = job.resume === true;
		let savedAt = started;
		const report = (snapshot: RunSnapshot): void => {
			const now = performance.now();
			isAnythingClassified ||= snapshot.templatesEmbedded > 0 || snapshot.rowsByTier.rule > 0;
			// What is stored already is read again first; until then the stored totals are the better ones.
			if (point && snapshot.rows < point.rows) return;
			const milliseconds = record.milliseconds + now - started;
			totals = { ...totalsOf(snapshot, job.problems), milliseconds };
			if (now - savedAt > RECORD_INTERVAL) {
				savedAt = now;
				// The run may have been renamed or deleted meanwhile: only the totals are written.
				void updateRun(job.runId, totals).catch(() => undefined);
			}
			void onProgress(progressOf(record, snapshot, now - started, this.embedders.info?.device));
		};
		const failure = await this.classify(job, cascade, abort, {
			onProgress: report,
			startEmbedders,
			point
		});
		const { signal } = abort;
		const stopped = signal.reason === 'paused' ? 'paused' : 'cancelled';
		const status = failure ? 'failed' : signal.aborted ? stopped : 'done';
		if (status === 'cancelled' && !isAnythingClassified) {
			await updateRun(job.runId, { deletedAt: Date.now() });
			await purgeRunsDeletedBefore(Date.now());
			return undefined;
		}
		const finished = await settleRun(job.runId, {
			...totals,
			// What was read when the disk was full is more than what is kept.
			...(failure ? await storedRows(job.runId) : {}),
			status,
			milliseconds: record.milliseconds + performance.now() - started,
			...(this.embedders.info ? encoderOf(this.embedders.info) : {}),
			...(failure ? { error: failure.message } : {})
		});
		if (failure && finished.rows === 0) throw failure;
		return finished;
	}

	/** Resolves with what went wrong, if anything: what was classified until then is stored and reported all the same. */
	private async classify(
		job: RunJob,
		cascade: Cascade,
		abort: AbortController,
		{ onProgress, startEmbedders, point }: SnapshotCalls
	): Promise<Error | undefined> {
		const encoder = job.encoderRevision ?? this.embedders.first().then((info) => info.revision);
		const { maxTokens } = job;
		const cache = new StoredEmbeddings(
			Promise.resolve(encoder).then((revision) => embeddingRevision(revision, maxTokens))
		);
		try {
			if (!this.reader) throw new Error('The classifier was not started.');
			await classifyRun({
				pieces: readAhead(this.reader, job.input, job.files, job),
				files: job.files,
				format: job.format,
				mapping: job.mapping,
				cascade,
				embedders: this.embedders.supply(startEmbedders, maxTokens),
				cache,
				sink: new RunStore(job.runId, () => abort.abort('failed'), {
					firstBatch: point?.nextBatch ?? 0,
					keepText: job.keepText ?? true
				}),
				resume: point,
				signal: abort.signal,
				clock: () => performance.now(),
				onProgress
			});
			return undefined;
		} catch (error) {
			return error as Error;
		} finally {
			void cache.finish();
		}
	}

	/** The record and the place of a run that was broken off. */
	private async goOn(
		runId: string,
		{ bundle }: Cascade
	): Promise<{ record: RunRecord; point: StoredPoint }> {
		const run = await requireRun(runId);
		const point = await pointOf(run, bundle.version);
		const record: RunRecord = { ...run, status: 'running' };
		delete record.error;
		return { record, point };
	}
}
