import { database } from './db';
import type { DecisionRecord } from './schema';

/** All decisions, oldest first. */
export async function savedDecisions(): Promise<DecisionRecord[]> {
	const decisions = await (await database()).getAll('decisions');
	return decisions.sort((a, b) => a.decidedAt - b.decidedAt);
}

/** Stores decisions; each replaces an earlier one about the same message. */
export async function saveDecisions(decisions: readonly DecisionRecord[]): Promise<void> {
	const transaction = (await database()).transaction('decisions', 'readwrite');
	for (const decision of decisions) void transaction.store.put(decision);
	await transaction.done;
}

/** Takes decisions back. */
export async function deleteDecisions(canonicals: readonly string[]): Promise<void> {
	const transaction = (await database()).transaction('decisions', 'readwrite');
	for (const canonical of canonicals) void transaction.store.delete(canonical);
	await transaction.done;
}

export async function savedDecision(canonical: string): Promise<DecisionRecord | undefined> {
	return (await database()).get('decisions', canonical);
}
