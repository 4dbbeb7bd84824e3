import { MLCEngine, type AppConfig, type ChatCompletion } from '@mlc-ai/web-llm';
import * as Comlink from 'comlink';
import { LLM_CONTEXT_TOKENS } from '../../../lib/pipeline/constants';
import {
	EngineLostError,
	type LlmLoadProgress,
	type LlmReply,
	type LlmRequest
} from '../../../lib/pipeline/llm/engine';
import { compactGrammar } from '../../../lib/pipeline/llm/grammar';
import type { LlmModel, MlcSource } from '../../../lib/pipeline/llm/model';
import type { SiteUrls } from '../../contracts/classifier';
import { holdLifeLock } from '../../run/life-lock';
import type { EngineLife, LlmEngineApi, ModelChoice } from '../../contracts/llm';
import { MLC_CACHES } from '../files/mlc-files';
import { sourceOf } from '../source-of';

/** The most that WebLLM gives. */
const TOP_TOKENS = 5;
/** Below what the most probable token has in any vocabulary, so that it alone is chosen. */
const LEAST_TOP_P = 1e-5;
/** What the library puts before the answer of a model that is not to think; it counts among the tokens of the answer. */
const EMPTY_THOUGHT = /^\s*<think>\s*<\/think>\s*/;
const EMPTY_THOUGHT_TOKENS = 8;

/** WebLLM (WebGPU) behind `LlmEngineApi`. Its files are in the cache; the worker may not reach another host. */
export class WebLlmEngine implements LlmEngineApi {
	private engine: MLCEngine | undefined;
	private thinks = false;
	private last: Promise<unknown> = Promise.resolve();
	/** The request that the engine is at. */
	private current: number | undefined;
	private readonly dropped = new Set<number>();

	connect(port: MessagePort): void {
		Comlink.expose(this, port);
	}

	async load(
		{ lifeLock, ...choice }: SiteUrls & ModelChoice & EngineLife,
		onProgress: (progress: LlmLoadProgress) => void
	): Promise<void> {
		const { model, source } = sourceOf(choice);
		if (source.kind !== 'mlc') throw new Error(`${model.name} is not a model for WebLLM.`);
		if (lifeLock !== undefined) await holdLifeLock(lifeLock);
		void onProgress({ loadedBytes: 0, totalBytes: model.bytes, step: 'starting' });
		answerFromCache(source);
		this.thinks = source.thinks;
		await this.engine?.unload().catch(() => undefined);
		this.engine = new MLCEngine({
			appConfig: appConfigOf(model, source),
			logLevel: 'SILENT',
			initProgressCallback: ({ progress }) =>
				void onProgress({
					loadedBytes: Math.round(progress * model.bytes),
					totalBytes: model.bytes,
					step: 'starting'
				})
		});
		await this.engine.reload(model.id).catch((error: Error) => {
			throw startError(model, error);
		});
	}

	classify(id: number, request: LlmRequest): Promise<LlmReply> {
		const turn = this.last.then(() => this.answer(id, request));
		this.last = turn.catch(() => undefined);
		return turn.finally(() => this.dropped.delete(id));
	}

	async cancel(id: number): Promise<void> {
		this.dropped.add(id);
		if (this.current === id) await this.engine?.interruptGenerate();
	}

	private async answer(id: number, request: LlmRequest): Promise<LlmReply> {
		if (!this.engine) throw new Error('The model was not started.');
		if (this.dropped.has(id)) throw new Error('The request was given up.');
		this.current = id;
		try {
			return replyOf(await this.complete(this.engine, request));
		} catch (error) {
			throw failure(error as Error);
		} finally {
			this.current = undefined;
		}
	}

	private complete(
		engine: MLCEngine,
		{ system, user, schema, maxTokens }: LlmRequest
	): Promise<ChatCompletion> {
		return engine.chat.completions.create({
			messages: [
				{ role: 'system', content: system },
				{ role: 'user', content: user }
			],
			// The most probable token, like temperature 0; that would make every probability told 0 or 1.
			temperature: 1,
			top_p: LEAST_TOP_P,
			max_tokens: maxTokens + (this.thinks ? EMPTY_THOUGHT_TOKENS : 0),
			// The library's own form for a JSON schema allows white space without end.
			response_format: { type: 'grammar', grammar: compactGrammar(schema) },
			logprobs: true,
			top_logprobs: TOP_TOKENS,
			...(this.thinks ? { extra_body: { enable_thinking: false } } : {})
		});
	}
}

/** What WebLLM is told: one model, from its folder, in the cache. */
function appConfigOf(model: LlmModel, source: MlcSource): AppConfig {
	return {
		cacheBackend: 'cache',
		model_list: [
			{
				model: source.folder,
				model_id: model.id,
				model_lib: source.library,
				overrides: { context_window_size: LLM_CONTEXT_TOKENS },
				required_features: [...source.features]
			}
		]
	};
}

/** WebLLM does not look into its cache for a library on localhost; this worker may fetch nothing else from there. */
function answerFromCache({ library }: MlcSource): void {
	const original = globalThis.fetch;
	globalThis.fetch = async (input, init) => {
		if (input !== library) return original(input, init);
		const stored = await (await caches.open(MLC_CACHES.library)).match(library);
		return stored ?? original(input, init);
	};
}

function replyOf({ choices, usage }: ChatCompletion): LlmReply {
	const [choice] = choices;
	const tokens = choice?.logprobs?.content?.map(({ token, logprob, top_logprobs }) => ({
		text: token,
		logprob,
		top: top_logprobs.map(({ token: text, logprob: alternative }) => ({
			text,
			logprob: alternative
		}))
	}));
	return {
		text: (choice?.message.content ?? '').replace(EMPTY_THOUGHT, ''),
		promptTokens: usage?.prompt_tokens ?? 0,
		completionTokens: usage?.completion_tokens ?? 0,
		...(tokens ? { tokens } : {})
	};
}

function startError({ name }: LlmModel, error: Error): Error {
	const reason = /f16/i.test(error.message)
		? 'this graphics processor lacks 16-bit floating point (shader-f16). Choose a form of the model without it.'
		: isLoss(error)
			? 'the graphics processor ran out of memory. Choose a smaller model, or close other tabs that use it.'
			: error.message;
	return new Error(`${name} could not be started: ${reason}`, { cause: error });
}

/** A device that is lost while its buffers are read says nothing of the loss, only of the buffer. */
const isLoss = ({ name, message }: Error): boolean =>
	/DeviceLost|ModelNotLoaded/i.test(name) ||
	/device (was )?lost|out of memory|disposed|destroyed|mapAsync/i.test(message);

/** The compiled library ended itself, which it does for every error of its own; it answers nothing afterwards. */
const isCrash = ({ name }: Error): boolean => name === 'ExitStatus' || name === 'RuntimeError';

function failure(cause: Error): Error {
	if (isLoss(cause))
		return new EngineLostError(`The graphics processor was lost: ${cause.message}`, { cause });
	if (isCrash(cause)) return new EngineLostError(`WebLLM stopped: ${cause.message}.`, { cause });
	return cause;
}
