import type { LlmPrompts } from '../../../src/lib/pipeline/llm/prompt';
import type { LlmQuestion } from '../../../src/lib/pipeline/llm/queue';
import type { LlmStep } from '../../../src/lib/pipeline/llm/steps';
import type { Classification } from '../../../src/lib/pipeline/types';

/** What the head makes of a message that it knows nothing about. */
export const UNKNOWN: Classification = {
	label: 'Routine',
	confidence: 0.4,
	tier: 'none',
	certainty: 'unknown',
	family: 'no problem',
	familyConfidence: 0.6,
	needsReview: true,
	top: []
};

export const question = (template: number, change: Partial<LlmQuestion> = {}): LlmQuestion => ({
	template,
	canonical: `message ${template}`,
	source: 'app',
	rows: 1,
	result: UNKNOWN,
	...change
});

/** One request about a question, with every label offered. */
export const anyLabel = (prompts: LlmPrompts, { canonical, source }: LlmQuestion): LlmStep => ({
	answers: prompts.names,
	request: (retry) =>
		prompts.labelRequest({ source, message: canonical, nearest: [] }, prompts.names, retry)
});
