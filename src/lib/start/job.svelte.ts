import * as Comlink from 'comlink';
import type {
	InputFile,
	LoadProgress,
	RunJob,
	RunProgress
} from '../../workers/contracts/classifier';
import type { Engine } from '../workers/engine';
import { WorkerEnded } from '../workers/worker-ended';
import { Deferred } from '../page/deferred';
import { errorText } from '../page/error-text';
import type { AcceptedInput } from './intake.svelte';
import { keepsText } from './keep-text';
import { tokensToRead } from './read-start';
import { usesShares } from './run-shares';
import { stopRun, type StopKind } from './stop-run';
import type { RunRecord } from '../store/schema';
import type { StartedEncoder } from '../workers/start';

/** A run is given up when its workers die more often. */
const MOST_DEATHS = 2;

/** How a run ended. */
export interface JobEnd {
	/** As it is stored; absent when it failed or was cancelled early. */
	run?: RunRecord | undefined;
	error?: string | undefined;
}

/** The run that goes on, if any; one at a time. */
export class Job {
	/** Newest report; stays after the end, until the next run. */
	progress = $state.raw<RunProgress>();
	/** The model's download or start. */
	model = $state.raw<LoadProgress>();
	encoder = $state.raw<StartedEncoder>();
	/** The run of this session, going on or ended. */
	runId = $state<string>();
	name = $state('');
	running = $state(false);
	/** How it is being ended by the user. */
	stopping = $state<StopKind>();
	/** True once the run is in storage and can be opened. */
	stored = $state(false);
	error = $state<string>();
	/** How the run ended. On a full disk its record may not say so. */
	ended = $state.raw<RunRecord>();

	/** Settles when the run is cancelled, so that a cancelled run does not wait for the model. */
	#cancelled = new Deferred<undefined>();
	/** Settles when the run is over. */
	#over = new Deferred<undefined>();
	/** Settles when texts of the run wait for the encoder, or it is over. */
	#textsWait = new Deferred<undefined>();
	/** Settles when whoever stops the run has done so. */
	#stopped: Promise<void> | undefined;
	#encoderError: string | undefined;
	#last: RunJob | undefined;

	constructor(private readonly engine: Engine) {}

	/** Starts loading the model ahead of a run; a failure shows when the run needs it. */
	warmUp(): void {
		this.startedEncoder().catch(() => undefined);
	}

	/** The encoder, with how fast it is on this machine. */
	async startedEncoder(): Promise<StartedEncoder> {
		this.encoder = await this.engine.embedders({
			onProgress: (progress) => (this.model = progress),
			// While a file is read that needs none of them they would only be in its way.
			whenMoreHelp: () => (this.running ? this.#textsWait.promise : Promise.resolve())
		});
		return this.encoder;
	}

	/** Runs the cascade over an input. */
	run(runId: string, { input, name, preview, encoderRevision }: AcceptedInput): Promise<JobEnd> {
		const { format, mapping, files, problems } = preview;
		const job = { runId, name, input, format, mapping, files, problems };
		// Known embeddings are of whole messages.
		const read = encoderRevision === undefined ? tokensToRead() : { encoderRevision };
		return this.#execute(
			{ ...job, ...read, keepText: keepsText(), shares: usesShares() },
			preview.bytes
		);
	}

	/** The input of a run that this tab had last, so that it can go on without asking for its files. */
	inputOf(runId: string): InputFile[] | string | undefined {
		return this.#last?.runId === runId ? this.#last.input : undefined;
	}

	/** Goes on with a run that was broken off, over the same input. */
	resume(run: RunRecord, input: InputFile[] | string): Promise<JobEnd> {
		const { id: runId, name, format, mapping, files = [], previewProblems = [], maxTokens } = run;
		const job = { runId, name, input, format, mapping, files, problems: previewProblems };
		const read = maxTokens === undefined ? {} : { maxTokens };
		const keepText = run.textKept !== false;
		const shares = run.shares !== false;
		return this.#execute({ ...job, ...read, resume: true, keepText, shares }, run.bytes);
	}

	async #execute(job: RunJob, bytes: number): Promise<JobEnd> {
		this.#reset(job, bytes);
		const [over, textsWait] = [this.#over, this.#textsWait];
		try {
			const run = await this.#goOn(job);
			return { run, error: this.error };
		} catch (error) {
			this.error = errorText(error);
			return { error: this.error };
		} finally {
			over.resolve(undefined);
			textsWait.resolve(undefined);
			// Whoever stops it looks whether the workers still answer: the next run is not to wait for ones that hang.
			await this.#stopped;
			this.running = false;
			this.stopping = undefined;
		}
	}

	/** The run goes on where it is stored when a worker of it dies, a few times. */
	async #goOn(job: RunJob): Promise<RunRecord | undefined> {
		for (let deaths = 0; ; deaths++)
			try {
				return await this.#attempt({
					...job,
					...(deaths > 0 && this.stored ? { resume: true } : {})
				});
			} catch (error) {
				if (!(error instanceof WorkerEnded)) throw error;
				if (this.stopping) return this.#endedHard(job.runId);
				if (deaths === MOST_DEATHS)
					throw new Error(
						`${error.message} It was started again ${MOST_DEATHS} times. What was classified is kept: resume the run, or classify a smaller file.`,
						{ cause: error }
					);
			}
	}

	async #attempt(job: RunJob): Promise<RunRecord | undefined> {
		const prepared = Promise.all([
			this.engine.classifier(),
			job.encoderRevision ?? this.engine.encoderRevision()
		]);
		const ready = await Promise.race([prepared, this.#cancelled.promise]);
		if (!ready) return undefined;
		const [classifier, encoderRevision] = ready;
		const certain = encoderRevision === undefined ? {} : { encoderRevision };
		// What earlier runs know of the texts can only be asked once the revision is certain.
		if (encoderRevision === undefined) this.warmUp();
		const run = await classifier.run(
			{ ...job, ...certain },
			Comlink.proxy((progress: RunProgress) => this.#report(progress)),
			Comlink.proxy(() => this.#startEmbedders())
		);
		this.ended = run;
		if (run?.status === 'failed') this.error = this.#encoderError;
		return run;
	}

	/** A worker that did not answer was ended: the run is what is stored of it. */
	async #endedHard(runId: string): Promise<RunRecord | undefined> {
		const over = this.#over;
		const ended = await (await this.engine.viewer()).endRun(runId);
		if (this.#over === over) this.ended = ended;
		return ended;
	}

	/** Ends the run soon; what was classified is kept. A worker that does not answer is ended. */
	cancel(): Promise<void> {
		return this.#stop('cancel');
	}

	/** The same, to go on with it later. */
	pause(): Promise<void> {
		return this.#stop('pause');
	}

	async #stop(how: StopKind): Promise<void> {
		const { runId } = this;
		// A pause may become a cancel, and nothing else.
		if (!this.running || !runId || this.stopping === 'cancel' || this.stopping === how) return;
		this.stopping = how;
		if (how === 'cancel') this.#cancelled.resolve(undefined);
		const over = this.#over;
		const isWanted = (): boolean => this.#over === over && this.stopping === how;
		this.#stopped = stopRun(this.engine, { runId, how, over: over.promise, isWanted });
		await this.#stopped;
	}

	/** Without the encoder next to nothing is classified: its failure is shown instead of the rows, and can be mended. */
	async #startEmbedders(): Promise<void> {
		this.#textsWait.resolve(undefined);
		try {
			await this.startedEncoder();
		} catch (error) {
			this.#encoderError = errorText(error);
			throw error;
		}
	}

	#report(progress: RunProgress): void {
		if (progress.runId !== this.runId) return;
		this.progress = progress;
		this.stored = true;
		const { templatesToEmbed, templatesEmbedded } = progress;
		if (templatesToEmbed > templatesEmbedded) this.#textsWait.resolve(undefined);
	}

	#reset(job: RunJob, bytesTotal: number): void {
		const { runId, name } = job;
		this.#last = job;
		this.runId = runId;
		this.name = name;
		this.running = true;
		this.stopping = undefined;
		this.#stopped = undefined;
		this.#cancelled = new Deferred();
		this.#over = new Deferred();
		this.#textsWait = new Deferred();
		this.stored = false;
		this.error = undefined;
		this.ended = undefined;
		this.#encoderError = undefined;
		this.progress = waitingForModel(runId, bytesTotal);
	}
}

function waitingForModel(runId: string, bytesTotal: number): RunProgress {
	const none = { rule: 0, head: 0, llm: 0, human: 0, none: 0 };
	return {
		runId,
		phase: 'loading-model',
		rowsRead: 0,
		bytesRead: 0,
		bytesTotal,
		templates: 0,
		templatesToEmbed: 0,
		templatesEmbedded: 0,
		rowsByTier: none,
		templatesByTier: none,
		stages: {},
		rowsPerSecond: 0
	};
}
