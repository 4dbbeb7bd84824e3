import { LLM_TEMPLATES } from '../pipeline/constants';
import { readPreference, writePreference } from '../page/preferences';
import { positiveNumber } from './llm-estimate';

const KEY = 'llm-templates';

/** Distinct messages that the user lets a language model be asked about, as chosen last. */
export const llmBudget = (): number => positiveNumber(readPreference(KEY)) ?? LLM_TEMPLATES;

export const rememberLlmBudget = (templates: number): void =>
	writePreference(KEY, String(templates));
