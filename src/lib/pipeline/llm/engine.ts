/** One interface for every way of running a language model in the browser. The core never knows which one answers. */

/** Bytes of a model on their way; `total` is 0 while it is unknown. */
export interface LlmLoadProgress {
	loadedBytes: number;
	totalBytes: number;
	/** What is being done, for the user. */
	step: 'downloading' | 'checking' | 'starting';
}

/** One question to a model. `system` is the same for all questions of a run, so that its KV cache can be used again. */
export interface LlmRequest {
	system: string;
	user: string;
	/** JSON schema of the answer: an object. */
	schema: LlmAnswerSchema;
	maxTokens: number;
}

/** The JSON schema that constrains an answer. Its root is an object: another root made one engine hang for ever. */
export interface LlmAnswerSchema {
	type: 'object';
	properties: {
		label: { type: 'string'; enum: string[] };
		reason?: { type: 'string'; maxLength: number };
	};
	required: string[];
	additionalProperties: false;
}

/** A generated token with its natural log-probability and the most probable alternatives, itself among them. */
export interface LlmToken {
	text: string;
	logprob: number;
	top: { text: string; logprob: number }[];
}

export interface LlmReply {
	text: string;
	promptTokens: number;
	/** Tokens of the prompt that the KV cache already held, where the engine says so. */
	cachedTokens?: number;
	completionTokens: number;
	/** Where the engine gives log-probabilities. */
	tokens?: LlmToken[];
}

export interface LlmEngine {
	/** Makes the model ready. Rejects with a plain-words error; with an `AbortError` when the signal aborts. */
	load(onProgress: (progress: LlmLoadProgress) => void, signal: AbortSignal): Promise<void>;
	/** Answers one request. Rejects with `EngineLostError` when the model must be loaded again. */
	classify(request: LlmRequest, signal: AbortSignal): Promise<LlmReply>;
}

/** The device, its memory or the worker is gone: nothing will be answered until the model is loaded again. */
export class EngineLostError extends Error {
	override name = 'EngineLostError';
}
