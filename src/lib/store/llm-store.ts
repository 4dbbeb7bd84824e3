import type { LlmAnswer } from '../pipeline/llm/verdict';
import { inDatabase, keysOf } from './database';
import type { LlmLogEntry } from './schema';

/** An answer of an earlier run, by the key that names model and prompt. */
export function savedLlmAnswer(key: string): Promise<LlmAnswer | undefined> {
	return inDatabase((db) => db.get('llmAnswers', key));
}

export function saveLlmAnswer(key: string, answer: LlmAnswer): Promise<void> {
	return inDatabase(async (db) => {
		await db.put('llmAnswers', answer, key);
	});
}

/** Adds a line to the run log. */
export function saveLlmLogEntry(entry: LlmLogEntry): Promise<void> {
	return inDatabase(async (db) => {
		await db.put('llmLog', entry);
	});
}

/** A run's log of asked models, oldest first. */
export function savedLlmLog(runId: string): Promise<LlmLogEntry[]> {
	return inDatabase((db) => db.getAll('llmLog', keysOf(runId)));
}
