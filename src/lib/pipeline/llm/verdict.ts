import { LLM_MIN_CONFIDENCE } from '../constants';
import { UNCLASSIFIED, type Classification, type LlmView } from '../types';

/** What a model said to one question, or why it did not. This is what the cache of answers keeps. */
export interface LlmAnswer {
	/** One of the labels, or `Unclassified`. */
	label: string;
	/** Share of the labels' probability, where the engine gives log-probabilities. */
	confidence?: number;
	/** The model's own words. */
	reason?: string;
	/** Why there is no valid answer. */
	problem?: string;
	/** Requests that it took; 2 after an answer that was not valid. */
	tries: number;
	milliseconds: number;
	promptTokens: number;
	completionTokens: number;
}

/** Who answered. */
export interface LlmSource {
	/** Id in the list of engines. */
	engine: string;
	model: string;
}

/** Whether an answer can settle a row at all. */
export function isUseful({ label, confidence }: LlmAnswer): boolean {
	return label !== UNCLASSIFIED && (confidence ?? 1) >= LLM_MIN_CONFIDENCE;
}

/**
 * The result of a template after a model's answer. What the second sieve made of it is kept beside it, and comes back
 * when another answer settles nothing. A person's decision stays.
 *
 * @param familyOf family of each label
 * @param settles whether a useful answer becomes the label; otherwise it is only shown beside it
 */
export function withAnswer(
	result: Classification,
	answer: LlmAnswer,
	{ engine, model }: LlmSource,
	settles: boolean,
	familyOf: (label: string) => string
): Classification {
	if (result.tier === 'human') return result;
	const before = withoutAnswer(result);
	const { label, confidence, reason, problem } = answer;
	const llm: LlmView = {
		label,
		engine,
		model,
		before: pickVerdict(before),
		...(confidence === undefined ? {} : { confidence }),
		...(reason === undefined ? {} : { reason }),
		...(problem === undefined ? {} : { problem })
	};
	if (!settles || !isUseful(answer)) return { ...before, llm };
	const settled: Classification = {
		...before,
		label,
		confidence: confidence ?? 1,
		// A model's probability is not calibrated: nothing says that it is right as often as it claims.
		certainty: 'likely',
		family: familyOf(label),
		familyConfidence: confidence ?? 1,
		needsReview: false,
		llm
	};
	// Why the head was unsure is no longer the row's reason.
	delete settled.reason;
	return { ...settled, tier: 'llm' };
}

/** A result as it was before any model was asked. */
export function withoutAnswer(result: Classification): Classification {
	const { llm, ...rest } = result;
	return llm && rest.tier === 'llm' ? { ...rest, ...llm.before } : rest;
}

function pickVerdict(result: Classification): LlmView['before'] {
	const { label, confidence, tier, certainty, family, familyConfidence, needsReview, reason } =
		result;
	const verdict = { label, confidence, tier, certainty, family, familyConfidence, needsReview };
	return { ...verdict, ...(reason === undefined ? {} : { reason }) };
}
