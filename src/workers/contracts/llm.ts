/** The interfaces of the third sieve's workers, as Comlink sees them. */
import type { LlmLoadProgress, LlmReply, LlmRequest } from '../../lib/pipeline/llm/engine';
import type { LlmAnswer } from '../../lib/pipeline/llm/verdict';
import type { LlmRunOutcome } from '../../lib/pipeline/llm/ask-model';
import type { SiteUrls } from './classifier';

/** Which model, and from where. */
export interface ModelChoice {
	/** Id in the list of models. */
	model: string;
	/** The user's own host; absent: the hub. Absolute URL, ending with a slash. */
	host?: string;
}

/** What of a model is stored in this browser. */
export interface StoredModel {
	storedBytes: number;
	complete: boolean;
}

/**
 * The only code that may reach another host. It never sees a log line: it is told which model to fetch, and writes files
 * into the browser's cache.
 */
export interface ModelFetcherApi {
	stored(choice: ModelChoice): Promise<StoredModel>;
	/** Continues where an earlier download broke off. Rejects in plain words, after `cancel` too. */
	download(choice: ModelChoice, onProgress: (progress: LlmLoadProgress) => void): Promise<void>;
	/** What was received stays. */
	cancel(): void;
	remove(choice: ModelChoice): Promise<void>;
}

/** How others learn that a worker has died. */
export interface EngineLife {
	/** Lock that it holds from now on; absent when it holds one already. */
	lifeLock?: string;
}

/** An engine in a worker of its own (or on the page, for the browser's own model). Its files are in the cache already. */
export interface LlmEngineApi {
	/** The first progress comes when the worker holds its lock. */
	load(
		options: SiteUrls & ModelChoice & EngineLife,
		onProgress: (progress: LlmLoadProgress) => void
	): Promise<void>;
	/** @param id names the request for `cancel` */
	classify(id: number, request: LlmRequest): Promise<LlmReply>;
	cancel(id: number): void;
	/** Speaks this interface on a further port: the asker's, so that prompts do not pass through the page. */
	connect(port: MessagePort): void;
}

/** What a run would be asked about. */
export interface LlmPlan {
	/** Rows of each question, most first. */
	rows: number[];
	/** Of these rows, how many a rule sends to the model. */
	routedRows: number;
}

export interface LlmJob extends ModelChoice {
	runId: string;
	/** Id in the list of engines. */
	engine: string;
	budget: { templates: number; minutes: number };
	/** Whether useful answers become labels, or are only shown. */
	settles: boolean;
	withReason: boolean;
	/** Whether the run log keeps the messages' text. */
	logText: boolean;
}

/** One answer, as the page lists it. */
export interface LlmEvent {
	template: number;
	canonical: string;
	rows: number;
	/** The verdict without the model, and the label of the nearest example. */
	headLabel: string;
	nearestLabel?: string;
	answer: LlmAnswer;
	cached: boolean;
	/** Whether rows took the label. */
	settled: boolean;
}

/** Reads a stored run, asks an engine, and writes the answers. */
export interface LlmAskerApi {
	init(options: SiteUrls): Promise<void>;
	/** Hands over a port that speaks `LlmEngineApi`; replaces an earlier one. */
	connectEngine(port: MessagePort): void;
	/** The engine's worker died: what waits for it fails at once. */
	engineFailed(reason: string): void;
	plan(runId: string, model: string): Promise<LlmPlan>;
	ask(job: LlmJob, onAnswer: (event: LlmEvent) => void): Promise<LlmRunOutcome>;
	pause(): void;
	resume(): void;
	cancel(): void;
}
