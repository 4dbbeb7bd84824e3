import { LLM_ENGINES, LLM_MODELS } from '../pipeline/llm/engines';

/**
 * Which model answered and what ran it, for reading. Models and engines of other versions are named by their ids. To be
 * imported when it is needed, since it brings the list of models.
 */
export function answeredBy(view: { model: string; engine: string }): string {
	const engine = LLM_ENGINES.find(({ id }) => id === view.engine);
	return `${modelName(view.model)}, run by ${engine?.name ?? view.engine}`;
}

function modelName(id: string): string {
	const model = LLM_MODELS.find((candidate) => candidate.id === id);
	// Of a model that is fetched the form of its files matters too.
	return model && !model.source ? model.name : id.replace(/\.gguf$|-MLC$/, '');
}
