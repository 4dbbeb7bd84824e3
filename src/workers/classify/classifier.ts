import * as Comlink from 'comlink';
import type { Decisions } from '../../lib/pipeline/head/by-hand';
import { Cascade } from '../../lib/pipeline/head/cascade';
import { classifyRun } from '../../lib/pipeline/run/classify-run';
import { embeddingRevision } from '../../lib/pipeline/embed/encoder-revision';
import type { RunSnapshot } from '../../lib/pipeline/run/run-types';
import type { RunEstimate } from '../../lib/pipeline/run/estimate';
import type { RunRecord } from '../../lib/store/schema';
import { chosenVersion, loadChosenBundle } from '../bundle/bundle-loader';
import type {
	ClassifierApi,
	EmbedderInfo,
	InputChoices,
	InputFile,
	InputPreview,
	ReaderApi,
	RunJob,
	RunProgress,
	SiteUrls
} from '../contracts/classifier';
import type { BackupReport, RestoreChoice, Settings, StoredAmounts } from '../contracts/backup';
import type {
	DirectBundle,
	DirectJob,
	DirectResult,
	DirectRows,
	DirectStreamJob
} from '../contracts/direct';
import { DirectCalls } from './direct-calls';
import { classifyDirect } from './direct-run';
import { Embedders } from '../embed/embedders';
import { StoredEmbeddings } from '../embed/stored-embeddings';
import { estimateInput } from './estimate-input';
import { fetchSample, withSample, type KnownSample } from './sample-embeddings';
import { sameFiles, type StoredPoint } from './resume';
import { previewInput } from './preview-input';
import { loadKernels } from '../read/kernels/load-kernels';
import { readAhead } from '../read/read-ahead';
import { progressOf } from './run-progress';
import { TimeLeft } from './time-left';
import { underRunLock } from '../run/run-lock';
import { RunRecorder } from './run-recorder';
import { RunStore } from './run-store';
import { warmUp } from './warm-up';

/** What `classifyRun` gets that the job does not say. */
interface RunTools {
	cascade: Cascade;
	abort: AbortController;
	point: StoredPoint | undefined;
	decisions: Decisions;
	report: (snapshot: RunSnapshot) => void;
	startEmbedders: () => Promise<void>;
}

/** The classifier behind `ClassifierApi`: reads, classifies and stores, one run at a time. */
export class Classifier implements ClassifierApi {
	private base = '';
	private reader: Comlink.Remote<ReaderApi> | undefined;
	private prepared: { version: string | undefined; cascade: Promise<Cascade> } | undefined;
	private sample: KnownSample | undefined;
	private readonly embedders = new Embedders();
	private readonly direct = new DirectCalls(this.embedders, () => this.cascade());
	private readonly running = new Map<string, AbortController>();

	async init({ base }: SiteUrls, reader: MessagePort): Promise<void> {
		this.base = base;
		this.reader = Comlink.wrap<ReaderApi>(reader);
		await this.cascade();
	}

	async warmUp(): Promise<void> {
		if (this.reader) await warmUp(await this.cascade(), this.reader);
	}

	addEmbedder(port: MessagePort, info: EmbedderInfo): void {
		this.embedders.add(port, info);
	}

	async preview(
		input: InputFile[] | string,
		{ format = {}, mapping, chosen }: InputChoices = {}
	): Promise<InputPreview> {
		return previewInput(input, format, mapping, chosen);
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

	/** From a job to a stored run: `classifyRun` reads, classifies and stores, the recorder writes down what becomes of it. */
	async run(
		job: RunJob,
		onProgress: (progress: RunProgress) => void,
		startEmbedders: () => Promise<void>
	): Promise<RunRecord | undefined> {
		const cascade = await this.cascade();
		const tools = { cascade, encoder: () => this.embedders.info, clock: () => performance.now() };
		const work = async (abort: AbortController): Promise<RunRecord | undefined> => {
			const recorder = await RunRecorder.begin(job, tools);
			const { point, decisions } = recorder;
			const report = (snapshot: RunSnapshot): void => {
				const progress = recorder.take(snapshot);
				if (progress) void onProgress(progress);
			};
			const classified = this.classify(job, {
				...{ cascade, abort, point, decisions, report, startEmbedders }
			});
			const failure = await classified.then(
				() => undefined,
				(error: Error) => error
			);
			return recorder.end(failure, abort.signal);
		};
		return this.stoppable(job.runId, (abort) => underRunLock(job.runId, () => work(abort)));
	}

	async classifyDirect(
		{ id, bundle, ...job }: DirectJob,
		onProgress: (progress: RunProgress) => void
	): Promise<DirectResult> {
		const cascade = await this.direct.cascade(bundle);
		const started = performance.now();
		const bytes = typeof job.input === 'string' ? job.input.length : job.input.size;
		const timeLeft = new TimeLeft(bytes);
		const report = (snapshot: RunSnapshot): void => {
			const milliseconds = performance.now() - started;
			const left = timeLeft.after(snapshot, milliseconds);
			void onProgress(progressOf({ id, bytes }, snapshot, milliseconds, undefined, left));
		};
		// The embedded page starts them before it calls.
		const embedders = this.embedders.supply(() =>
			Promise.reject(new Error('The encoder was not started.'))
		);
		return this.stoppable(id, ({ signal }) =>
			classifyDirect({ ...job, cascade, embedders, signal, onProgress: report })
		);
	}

	streamDirect(
		job: DirectStreamJob,
		pull?: () => Promise<Uint8Array | undefined>
	): Promise<DirectRows & Comlink.ProxyMarked> {
		return this.direct.stream(job, pull);
	}

	holdBundle(name: string, text: string): Promise<DirectBundle> {
		return this.direct.hold(name, text);
	}

	dropBundle(name: string): void {
		this.direct.drop(name);
	}

	async knowSample(): Promise<string> {
		this.sample ??= await fetchSample(this.base);
		return this.sample.revision;
	}

	async saveRun(runId: string): Promise<Blob> {
		return (await import('../run/file/save-run')).saveRun(runId);
	}

	async openRun(file: Blob): Promise<string> {
		return (await import('../run/file/open-run')).openRun(file);
	}

	async saveAll(settings: Settings): Promise<Blob> {
		return (await import('../backup/save-all')).saveAll(settings);
	}

	async restoreAll(file: Blob, choice: RestoreChoice): Promise<BackupReport> {
		return (await import('../backup/restore-all')).restoreAll(file, choice);
	}

	async storedAmounts(): Promise<StoredAmounts> {
		return (await import('../backup/delete-all')).storedAmounts();
	}

	async deleteAll(): Promise<void> {
		return (await import('../backup/delete-all')).deleteAll();
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

	/** The sieves of the bundle that is chosen now; prepared again only when that is another one than before. */
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

	/** Does the work of a job that `cancel` and `pause` can stop. */
	private async stoppable<T>(id: string, work: (abort: AbortController) => Promise<T>): Promise<T> {
		const abort = new AbortController();
		this.running.set(id, abort);
		try {
			return await work(abort);
		} finally {
			this.running.delete(id);
		}
	}

	/** Rejects with what went wrong; what was classified until then is stored and reported all the same. */
	private async classify(
		job: RunJob,
		{ cascade, abort, point, decisions, report, startEmbedders }: RunTools
	): Promise<void> {
		if (!this.reader) throw new Error('The classifier was not started.');
		const { runId, files, format, mapping, maxTokens, keepText = true } = job;
		const stored = new StoredEmbeddings(this.revision(job));
		const { sample } = this;
		const isKnown =
			sample !== undefined && job.encoderRevision === sample.revision && maxTokens === undefined;
		try {
			await classifyRun({
				pieces: readAhead(this.reader, job.input, files, job),
				files,
				format,
				mapping,
				cascade,
				embedders: this.embedders.supply(startEmbedders, maxTokens),
				cache: isKnown ? withSample(sample, stored) : stored,
				sink: new RunStore(runId, () => abort.abort('failed'), {
					firstBatch: point?.nextBatch ?? 0,
					keepText
				}),
				resume: point,
				decisions,
				shares: job.shares,
				kernels: loadKernels(),
				signal: abort.signal,
				clock: () => performance.now(),
				onProgress: report
			});
		} finally {
			void stored.finish();
		}
	}

	/** Revision of the embeddings that a run makes and may take from earlier ones. */
	private async revision({ encoderRevision, maxTokens }: RunJob): Promise<string> {
		return embeddingRevision(encoderRevision ?? (await this.embedders.first()).revision, maxTokens);
	}
}
