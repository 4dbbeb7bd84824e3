import type { LlmEngineKind } from './engine-kind';
import { builtIn } from './engines/built-in';
import { none } from './engines/none';
import { webllm } from './engines/webllm';
import { wllama } from './engines/wllama';
import type { LlmModel } from './model';

/** Every way of running a language model; the first that can run a model of its own here is the one to begin with. */
export const LLM_ENGINES: readonly LlmEngineKind[] = [webllm, wllama, builtIn, none];

export const LLM_MODELS: readonly LlmModel[] = LLM_ENGINES.flatMap(({ id, models }) =>
	models.map((model) => ({ ...model, engine: id }))
);

/** The engine with an id. Throws for one that is not in the list. */
export function llmEngine(id: string): LlmEngineKind {
	const engine = LLM_ENGINES.find((candidate) => candidate.id === id);
	if (!engine) throw new Error(`There is no engine called "${id}" in this version.`);
	return engine;
}

/** The model with an id. Throws for one that is not in the list. */
export function llmModel(id: string): LlmModel {
	const model = LLM_MODELS.find((candidate) => candidate.id === id);
	if (!model) throw new Error(`There is no language model called "${id}" in this version.`);
	return model;
}
