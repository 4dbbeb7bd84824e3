import { Wllama, type ChatCompletionChunk } from '@wllama/wllama';
import * as Comlink from 'comlink';
import { LLM_CONTEXT_TOKENS } from '../../../lib/pipeline/constants';
import {
	EngineLostError,
	type LlmLoadProgress,
	type LlmReply,
	type LlmRequest,
	type LlmToken
} from '../../../lib/pipeline/llm/engine';
import { compactGrammar } from '../../../lib/pipeline/llm/grammar';
import type { SiteUrls } from '../../contracts/classifier';
import { holdLifeLock } from '../../run/life-lock';
import type { EngineLife, LlmEngineApi, ModelChoice } from '../../contracts/llm';
import { storedGguf } from '../files/gguf-parts';
import { sourceOf } from '../source-of';

/** Alternatives of each token that are looked at for the confidence. */
const TOP_TOKENS = 20;

/** llama.cpp in WebAssembly behind `LlmEngineApi`. One request at a time. */
export class WllamaEngine implements LlmEngineApi {
	private wllama: Wllama | undefined;
	private last: Promise<unknown> = Promise.resolve();
	private readonly running = new Map<number, AbortController>();

	connect(port: MessagePort): void {
		Comlink.expose(this, port);
	}

	async load(
		{ base, lifeLock, ...choice }: SiteUrls & ModelChoice & EngineLife,
		onProgress: (progress: LlmLoadProgress) => void
	): Promise<void> {
		const { model, source } = sourceOf(choice);
		if (source.kind !== 'gguf') throw new Error(`${model.name} is not a model for llama.cpp.`);
		if (lifeLock !== undefined) await holdLifeLock(lifeLock);
		void onProgress({ loadedBytes: model.bytes, totalBytes: model.bytes, step: 'starting' });
		await this.wllama?.exit();
		this.wllama = new Wllama(
			{ default: `${base}llm/wllama.wasm` },
			{ suppressNativeLog: true, logger: QUIET }
		);
		const blob = await storedGguf(source);
		await this.wllama
			.loadModel([blob], {
				n_ctx: LLM_CONTEXT_TOKENS,
				n_parallel: 1,
				// WebGPU is WebLLM's part; here everything runs on the processor.
				n_gpu_layers: 0
			})
			.catch((error: Error) => {
				throw new Error(`${model.name} could not be started: ${error.message}`, { cause: error });
			});
	}

	classify(id: number, request: LlmRequest): Promise<LlmReply> {
		const abort = new AbortController();
		this.running.set(id, abort);
		const turn = this.last.then(() => this.answer(request, abort.signal));
		this.last = turn.catch(() => undefined);
		return turn.finally(() => this.running.delete(id));
	}

	cancel(id: number): void {
		this.running.get(id)?.abort();
	}

	private async answer(
		{ system, user, schema, maxTokens }: LlmRequest,
		signal: AbortSignal
	): Promise<LlmReply> {
		const { wllama } = this;
		if (!wllama) throw new Error('The model was not started.');
		signal.throwIfAborted();
		const chunks: ChatCompletionChunk[] = [];
		try {
			await wllama.createChatCompletion({
				messages: [
					{ role: 'system', content: system },
					{ role: 'user', content: user }
				],
				temperature: 0,
				max_tokens: maxTokens,
				grammar: compactGrammar(schema),
				logprobs: true,
				top_logprobs: TOP_TOKENS,
				// What the last prompt has in common with this one is not computed again.
				cache_prompt: true,
				abortSignal: signal,
				stream: true,
				onData: (chunk: ChatCompletionChunk) => void chunks.push(chunk)
			});
		} catch (error) {
			throw signal.aborted ? error : failure(error as Error);
		}
		return replyOf(chunks);
	}
}

function replyOf(chunks: readonly ChatCompletionChunk[]): LlmReply {
	const choices = chunks.flatMap((chunk) => chunk.choices);
	const timings = chunks.findLast((chunk) => chunk.timings)?.timings;
	const usage = chunks.findLast((chunk) => chunk.usage)?.usage;
	const cached = timings?.cache_n ?? 0;
	return {
		text: choices.map(({ delta }) => delta.content ?? '').join(''),
		promptTokens: usage?.prompt_tokens ?? cached + (timings?.prompt_n ?? 0),
		cachedTokens: cached,
		completionTokens: usage?.completion_tokens ?? timings?.predicted_n ?? 0,
		tokens: choices.flatMap(({ logprobs }) => logprobs?.content ?? []).map(tokenOf)
	};
}

const tokenOf = (token: {
	token: string;
	logprob: number;
	top_logprobs: { token: string; logprob: number }[];
}): LlmToken => ({
	text: token.token,
	logprob: token.logprob,
	top: token.top_logprobs.map(({ token: text, logprob }) => ({ text, logprob }))
});

/** The WebAssembly instance does not survive an abort of its own or the end of its memory. */
function failure(error: Error): Error {
	return error.name === 'RuntimeError' || /abort|memory|unreachable/i.test(error.message)
		? new EngineLostError(`llama.cpp stopped: ${error.message}.`, { cause: error })
		: error;
}

const nothing = (): void => undefined;
const QUIET = { debug: nothing, log: nothing, warn: nothing, error: nothing };
