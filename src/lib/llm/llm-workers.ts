import * as Comlink from 'comlink';
import type {
	LlmAskerApi,
	LlmEngineApi,
	ModelChoice,
	ModelFetcherApi
} from '../../workers/contracts/llm';
import type { LlmLoadProgress } from '../pipeline/llm/engine';
import { llmEngine } from '../pipeline/llm/engines';
import type { OnFailure } from '../workers/start';
import type { Started } from '../workers/watched-worker';

/** Engines that run on the page, by file. */
const PAGE_ENGINES = import.meta.glob<{ createEngine: () => LlmEngineApi }>('./page-engines/*.ts');

/** The third sieve's workers: none is started, and none of their code loaded, before it is needed. */
export class LlmWorkers {
	#fetcher: Promise<Started<ModelFetcherApi>> | undefined;
	#engine: { stop: () => void; stopped: Promise<undefined> } | undefined;

	/** @param base absolute URL of the site's folder, ending with a slash */
	constructor(private readonly base: string) {}

	async fetcher(): Promise<Comlink.Remote<ModelFetcherApi>> {
		this.#fetcher ??= import('../workers/start').then(({ startModelFetcher }) =>
			startModelFetcher(() => (this.#fetcher = undefined))
		);
		return (await this.#fetcher).remote;
	}

	async startAsker(onFailure: OnFailure): Promise<Started<LlmAskerApi>> {
		const { startLlmAsker } = await import('../workers/start');
		const started = startLlmAsker(onFailure);
		await started.remote.init({ base: this.base });
		return started;
	}

	/** Makes a model ready; resolves with a port that speaks `LlmEngineApi`, or nothing when it was stopped meanwhile. */
	async startEngine(
		id: string,
		choice: ModelChoice,
		{
			onProgress,
			onFailure
		}: { onProgress: (progress: LlmLoadProgress) => void; onFailure: OnFailure }
	): Promise<MessagePort | undefined> {
		this.stopEngine();
		let failed!: (error: Error) => void;
		const failure = new Promise<never>((_resolve, reject) => (failed = reject));
		failure.catch(() => undefined);
		const fail = (reason: string): void => {
			failed(new Error(reason));
			onFailure(reason);
		};
		const engine = await startedEngine(id, fail);
		const inWorker = llmEngine(id).place === 'worker';
		const life = new EngineWatch(fail);
		const loaded = engine.remote.load(
			{ base: this.base, ...choice, ...(inWorker ? { lifeLock: life.lock } : {}) },
			(progress) => {
				if (inWorker) life.watch();
				onProgress(progress);
			}
		);
		let stop!: () => void;
		const stopped = new Promise<undefined>((resolve) => (stop = () => resolve(undefined)));
		this.#engine = {
			stopped,
			stop: () => {
				stop();
				life.stop();
				engine.stop();
			}
		};
		const done = await Promise.race([loaded.then(() => true), failure, stopped]);
		if (!done) return undefined;
		const { port1, port2 } = new MessageChannel();
		// A page's own engine takes the port as it is; across a worker's border it is transferred.
		await engine.remote.connect(port1);
		return port2;
	}

	/** Ends the model's worker, which frees its memory. */
	stopEngine(): void {
		this.#engine?.stop();
		this.#engine = undefined;
	}
}

/** Starts the code of an engine, which is loaded now. */
async function startedEngine(id: string, onFailure: OnFailure): Promise<StartedEngine> {
	const { place } = llmEngine(id);
	if (place === 'nowhere') throw new Error('No language model can run in this browser.');
	if (place === 'page') return onPage(id);
	const { startLlmEngine } = await import('../workers/start');
	const { remote, stop } = startLlmEngine(id, onFailure);
	const load: EngineStart['load'] = (options, report) =>
		remote.load(options, Comlink.proxy(report));
	return {
		stop,
		remote: { load, connect: (port) => remote.connect(Comlink.transfer(port, [port])) }
	};
}

async function onPage(id: string): Promise<StartedEngine> {
	const code = await PAGE_ENGINES[`./page-engines/${id}.ts`]?.();
	if (!code) throw new Error(`There is no code for the engine "${id}".`);
	return { remote: code.createEngine(), stop: () => undefined };
}

/** Tells when a worker has died without a word: then its lock is free. */
class EngineWatch {
	readonly lock = `winnow-llm-${crypto.randomUUID()}`;
	readonly #stopped = new AbortController();
	#watching = false;

	constructor(private readonly onDeath: (reason: string) => void) {}

	/** To be called once the worker holds the lock. */
	watch(): void {
		if (this.#watching) return;
		this.#watching = true;
		const { signal } = this.#stopped;
		navigator.locks
			.request(this.lock, { signal }, () => this.onDeath(DIED))
			// The only rejection is that of the signal.
			.catch(() => undefined);
	}

	stop(): void {
		this.#stopped.abort();
	}
}

const DIED =
	'The worker of the model was ended by the browser, perhaps for want of memory. Ask again, or choose a smaller model.';

/** What the page itself asks of an engine; everything else goes through the port. */
interface EngineStart extends Pick<LlmEngineApi, 'load'> {
	connect: (port: MessagePort) => void | Promise<void>;
}

interface StartedEngine {
	remote: EngineStart;
	stop: () => void;
}
