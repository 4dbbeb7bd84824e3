import type { LlmAnswer } from '../pipeline/llm/verdict';
import { database, keysOf } from './db';
import type { LlmLogEntry } from './schema';

/** An answer of an earlier run, by the key that names model and prompt. */
export async function savedLlmAnswer(key: string): Promise<LlmAnswer | undefined> {
	return (await database()).get('llmAnswers', key);
}

export async function saveLlmAnswer(key: string, answer: LlmAnswer): Promise<void> {
	await (await database()).put('llmAnswers', answer, key);
}

/** Adds a line to the run log. */
export async function saveLlmLogEntry(entry: LlmLogEntry): Promise<void> {
	await (await database()).put('llmLog', entry);
}

/** A run's log of asked models, oldest first. */
export async function savedLlmLog(runId: string): Promise<LlmLogEntry[]> {
	return (await database()).getAll('llmLog', keysOf(runId));
}
