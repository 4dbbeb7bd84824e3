import { llmModel } from '../../lib/pipeline/llm/engines';
import { modelSourceAt, type LlmModel, type ModelSource } from '../../lib/pipeline/llm/model';
import type { ModelChoice } from '../contracts/llm';

/** The chosen model and where its files come from. Throws when it has none. */
export function sourceOf({ model: id, host }: ModelChoice): {
	model: LlmModel;
	source: ModelSource;
} {
	const model = llmModel(id);
	const source = host === undefined ? model.source : modelSourceAt(model, host);
	if (!source) throw new Error(`${model.name} has no files to fetch.`);
	return { model, source };
}
