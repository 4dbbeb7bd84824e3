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
import type { RunRecord } from '../store/schema';
import type { StartedEncoder } from '../workers/start';

/** A run is given up when its workers die more often. */
const MOST_DEATHS = 2;
/** Milliseconds that a worker may take to answer before it counts as hung. */
const MOST_SILENCE = 800;
/** Milliseconds that a cancelled run may take to store what it has, and that its worker may be silent meanwhile. */
const MOST_STORING = 10_000;
const MOST_SILENCE_STORING = 2_000;
/** Milliseconds between two questions whether it still answers. */
const ASK_EVERY = 500;

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
	cancelling = $state(false);
	/** True once the run is in storage and can be opened. */
	stored = $state(false);
	error = $state<string>();
	/** How the run ended. On a full disk its record may not say so. */
	ended = $state.raw<RunRecord>();

	/** Settles when the run is cancelled, so that a cancelled run does not wait for the model. */
	#cancelled = new Deferred<undefined>();
	/** Settles when the run is over. */
	#over = new Deferred<undefined>();
	#encoderError: string | undefined;
	#last: RunJob | undefined;

	constructor(private readonly engine: Engine) {}

	/** Starts loading the model ahead of a run; a failure shows when the run needs it. */
	warmUp(): void {
		this.startedEncoder().catch(() => undefined);
	}

	/** The encoder, with how fast it is on this machine. */
	async startedEncoder(): Promise<StartedEncoder> {
		this.encoder = await this.engine.embedders((progress) => (this.model = progress));
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
		try {
			const run = await this.#goOn(job);
			return { run, error: this.error };
		} catch (error) {
			this.error = errorText(error);
			return { error: this.error };
		} finally {
			this.running = false;
			this.cancelling = false;
			this.#over.resolve(undefined);
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
				if (this.cancelling) return this.#endedHard(job.runId);
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
		this.ended = await (await this.engine.viewer()).endRun(runId);
		return this.ended;
	}

	/** Ends the run within a second or so; what was classified is kept. A worker that does not answer is ended. */
	async cancel(): Promise<void> {
		if (!this.running || !this.runId) return;
		this.cancelling = true;
		this.#cancelled.resolve(undefined);
		const { runId } = this;
		const over = this.#over.promise;
		const ask = (): Promise<void> =>
			this.engine.classifier().then((classifier) => classifier.cancel(runId));
		const latest = performance.now() + MOST_STORING;
		let isOver = false;
		// It may hang after it has answered, too.
		let answers = await within(MOST_SILENCE, ask());
		while (answers && !isOver && performance.now() < latest) {
			isOver = await within(ASK_EVERY, over);
			answers = isOver || (await within(MOST_SILENCE_STORING, ask()));
		}
		if (!isOver || !(await this.engine.readerAnswers(MOST_SILENCE))) this.engine.stopClassifier();
	}

	/** Ends the run soon, to go on with it later. */
	async pause(): Promise<void> {
		if (!this.running || !this.runId) return;
		this.cancelling = true;
		const classifier = await this.engine.classifier();
		await classifier.pause(this.runId);
	}

	/** Without the encoder next to nothing is classified: its failure is shown instead of the rows, and can be mended. */
	async #startEmbedders(): Promise<void> {
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
	}

	#reset(job: RunJob, bytesTotal: number): void {
		const { runId, name } = job;
		this.#last = job;
		this.runId = runId;
		this.name = name;
		this.running = true;
		this.cancelling = false;
		this.#cancelled = new Deferred();
		this.#over = new Deferred();
		this.stored = false;
		this.error = undefined;
		this.ended = undefined;
		this.#encoderError = undefined;
		this.progress = waitingForModel(runId, bytesTotal);
	}
}

/** Whether something has settled within so many milliseconds. */
const within = (milliseconds: number, what: Promise<unknown>): Promise<boolean> =>
	Promise.race([
		what.then(
			() => true,
			() => true
		),
		new Promise<boolean>((resolve) => setTimeout(() => resolve(false), milliseconds))
	]);

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
