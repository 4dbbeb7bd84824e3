import * as Comlink from 'comlink';
import classifierUrl from '../../workers/classify/classifier.worker?worker&url';
import type {
	ClassifierApi,
	Device,
	EmbedderApi,
	EmbedderInfo,
	LoadProgress,
	ReaderApi
} from '../../workers/contracts/classifier';
import type { ViewerApi } from '../../workers/contracts/viewer';
import readerUrl from '../../workers/read/reader.worker?worker&url';
import type { LlmAskerApi, LlmEngineApi, ModelFetcherApi } from '../../workers/contracts/llm';
import llmAskerUrl from '../../workers/llm/llm-asker.worker?worker&url';
import modelFetcherUrl from '../../workers/llm/llm-model-fetcher.worker?worker&url';
import type { TeacherApi } from '../../workers/contracts/teacher';
import embedderUrl from '../../workers/embed/embedder.worker?worker&url';
import teacherUrl from '../../workers/teach/teacher.worker?worker&url';
import viewerUrl from '../../workers/view/viewer.worker?worker&url';
import { Deferred } from '../page/deferred';
import { requests } from '../page/requests.svelte';
import { scriptUrl } from '../page/script-url';
import { startWatched, type Started } from './watched-worker';
import type { WorkerEnded } from './worker-ended';
import { ENCODER_REVISIONS } from '../pipeline/embed/encoder-revision';

/** Addresses of the language-model engines' scripts. */
const LLM_ENGINE_URLS = import.meta.glob<string>('../../workers/llm/engines/*.worker.ts', {
	query: '?worker&url',
	import: 'default',
	eager: true
});

/** More workers than this compete for memory bandwidth and for the rest of the machine. */
const MOST_EMBEDDERS = 4;

/** Called when a worker's script could not be loaded or threw outside of a call. */
export type OnFailure = (message: string) => void;

/** What becomes of a worker's failures. */
export interface Watch {
	onFailure: OnFailure;
	/** The browser ended it; calls that wait are rejected. Told as a failure unless given. */
	onDeath?: (error: WorkerEnded) => void;
}

/** The worker that classifies, with the one that reads for it. */
export interface StartedClassifier extends Started<ClassifierApi> {
	/** Resolves when the reader has time. */
	pingReader: () => Promise<void>;
}

/** A worker that takes embedders. */
interface Embedding {
	addEmbedder: (port: MessagePort, info: EmbedderInfo) => Promise<void>;
}

interface StartedEmbedder extends Started<EmbedderApi> {
	info: EmbedderInfo;
}

/** The encoder as it was started: in so many workers, and how fast it is on this machine. */
export interface StartedEncoder {
	device: Device;
	workers: number;
	/** Texts per second of one worker, measured at its start. */
	textsPerSecond: number;
	/** About how many tokens each of those texts has. */
	warmUpTokens: number;
	/** Lets a further worker use the embedders. */
	connect: (worker: Embedding) => Promise<void>;
	/** Ends the embedders, as `Started` does. */
	stop: Started<EmbedderApi>['stop'];
}

/** What whoever starts the encoder wants to be told and asked. */
export interface EncoderHooks {
	onProgress: (progress: LoadProgress) => void;
	/** Resolves once a second embedder is of use: its start takes a processor for a while. At once unless given. */
	whenMoreHelp?: () => Promise<unknown>;
}

export interface EmbedderOptions extends EncoderHooks {
	/** Absolute URL of the site's folder, ending with a slash. */
	base: string;
	onFailure: OnFailure;
	/** The browser ended one of them. */
	onDeath?: (error: WorkerEnded) => void;
}

/** Starts the worker that reads stored runs. */
export const startViewer = (watch: Watch): Started<ViewerApi> =>
	start<ViewerApi>(viewerUrl, 'viewer', watch);

/** Starts the worker that classifies and stores, and the one that reads for it. */
export async function startClassifier(base: string, watch: Watch): Promise<StartedClassifier> {
	const classifier = start<ClassifierApi>(classifierUrl, 'classifier', watch);
	const reader = start<ReaderApi>(readerUrl, 'reader', watch);
	const port = await reader.remote[Comlink.createEndpoint]();
	await classifier.remote.init({ base }, Comlink.transfer(port, [port]));
	return {
		remote: classifier.remote,
		stop: (reason) => {
			classifier.stop(reason);
			reader.stop(reason);
		},
		pingReader: () => reader.remote.ping()
	};
}

/** Starts the worker behind the teaching screens. Stopping it ends whatever it is doing, and loses nothing stored. */
export const startTeacher = (watch: Watch): Started<TeacherApi> =>
	start<TeacherApi>(teacherUrl, 'teacher', watch);

/** Starts the worker that asks a language model about a stored run. */
export const startLlmAsker = (onFailure: OnFailure): Started<LlmAskerApi> =>
	start<LlmAskerApi>(llmAskerUrl, 'LLM asker', { onFailure });

/**
 * Starts the worker that runs a language model. Stopping it frees the model's memory at once.
 * @param engine id of an engine that runs in a worker
 */
export function startLlmEngine(engine: string, onFailure: OnFailure): Started<LlmEngineApi> {
	const url = LLM_ENGINE_URLS[`../../workers/llm/engines/llm-${engine}.worker.ts`];
	if (url === undefined) throw new Error(`There is no worker for the engine "${engine}".`);
	// Whoever asks it says that it died.
	return start<LlmEngineApi>(url, engine, { onFailure, onDeath: () => undefined });
}

/**
 * Starts the worker that fetches models. From its own address, unlike all others, so that the page's policy, which allows
 * no other host, does not bind it; the service worker gives it a policy of its own (see `csp.js`). It gets no log line.
 */
export function startModelFetcher(onFailure: OnFailure): Started<ModelFetcherApi> {
	const worker = new Worker(scriptUrl(modelFetcherUrl), {
		type: 'module',
		name: 'model fetcher'
	});
	worker.addEventListener('error', (event) => onFailure(failureText('model fetcher', event)));
	worker.addEventListener('message', ({ data }: MessageEvent) => requests.hear(data));
	return { remote: Comlink.wrap<ModelFetcherApi>(worker), stop: () => worker.terminate() };
}

/**
 * Starts the workers that embed and connects each with the classifier. The first one downloads the model into the
 * cache; the others, one for each further processor, then take it from there. With a GPU one worker does it all.
 */
export async function startEmbedders(
	classifier: Comlink.Remote<ClassifierApi>,
	options: EmbedderOptions
): Promise<StartedEncoder> {
	const first = await startFastest(options);
	await connectOrStop(first, classifier);
	const { device, textsPerSecond, warmUpTokens } = first.info;
	const more = device === 'webgpu' ? 0 : wantedEmbedders() - 1;
	if (more > 0) await options.whenMoreHelp?.();
	const others = await Promise.allSettled(
		Array.from({ length: more }, async () => {
			const other = await startEmbedder('wasm', { ...options, onProgress: () => undefined });
			await connectOrStop(other, classifier);
			return other;
		})
	);
	const all = [first, ...others.flatMap((other) => ('value' in other ? other.value : []))];
	return {
		device,
		workers: all.length,
		textsPerSecond,
		warmUpTokens,
		connect: async (worker) => {
			await Promise.all(all.map((embedder) => connect(embedder, worker)));
		},
		stop: (reason) => {
			for (const { stop } of all) stop(reason);
		}
	};
}

/** Encoder revision that `startEmbedders` will come to, where that is certain beforehand: it is not beside a GPU. */
export async function certainEncoderRevision(): Promise<string | undefined> {
	return (await hasRealGpu()) ? undefined : ENCODER_REVISIONS.int8;
}

function wantedEmbedders(): number {
	return Math.min(MOST_EMBEDDERS, Math.max(1, navigator.hardwareConcurrency || 1));
}

/** Lets WASM and, where there is a real GPU, WebGPU embed a few texts, and keeps the faster one. */
async function startFastest(options: EmbedderOptions): Promise<StartedEmbedder> {
	const wasm = await startEmbedder('wasm', options);
	if (!(await hasRealGpu())) return wasm;
	try {
		const webgpu = await startEmbedder('webgpu', options);
		const loser = webgpu.info.textsPerSecond > wasm.info.textsPerSecond ? wasm : webgpu;
		loser.stop();
		return loser === wasm ? webgpu : wasm;
	} catch {
		// A driver that promises WebGPU and fails at it is no reason not to classify.
		return wasm;
	}
}

/** Software adapters are far slower than WASM. */
async function hasRealGpu(): Promise<boolean> {
	if (!('gpu' in navigator)) return false;
	const adapter = await navigator.gpu.requestAdapter().catch(() => null);
	return adapter !== null && !adapter.info.isFallbackAdapter;
}

async function startEmbedder(device: Device, options: EmbedderOptions): Promise<StartedEmbedder> {
	const { base, onProgress, onFailure, onDeath } = options;
	const failed = new Deferred<never>();
	const started = start<EmbedderApi>(embedderUrl, `embedder ${device}`, {
		onFailure: (message) => {
			onFailure(message);
			failed.reject(new Error(message));
		},
		...(onDeath ? { onDeath } : {})
	});
	try {
		const ready = started.remote.init({ base, device }, Comlink.proxy(onProgress));
		return { ...started, info: await Promise.race([ready, failed.promise]) };
	} catch (error) {
		started.stop();
		throw error;
	}
}

/** Where the classifier died meanwhile, others will be started for the next one. */
async function connectOrStop(embedder: StartedEmbedder, classifier: Embedding): Promise<void> {
	try {
		await connect(embedder, classifier);
	} catch (error) {
		embedder.stop();
		throw error;
	}
}

async function connect({ remote, info }: StartedEmbedder, worker: Embedding): Promise<void> {
	const { port1, port2 } = new MessageChannel();
	await remote.connect(Comlink.transfer(port1, [port1]));
	await worker.addEmbedder(Comlink.transfer(port2, [port2]), info);
}

function start<T>(url: string, name: string, { onFailure, onDeath }: Watch): Started<T> {
	return startWatched<T>(url, name, {
		onError: (event) => onFailure(failureText(name, event)),
		onDeath: onDeath ?? ((error) => onFailure(error.message))
	});
}

/** A script that could not be loaded gives an event without a message. */
function failureText(name: string, { message }: ErrorEvent): string {
	const reason = message || 'its script could not be loaded';
	return `The ${name} worker stopped: ${reason}. Reload the page; stored runs are kept.`;
}
