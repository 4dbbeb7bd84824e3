import { inDatabase } from './database';
import type { DecisionRecord } from './schema';

/** All decisions, oldest first. */
export function savedDecisions(): Promise<DecisionRecord[]> {
	return inDatabase(async (db) => {
		const decisions = await db.getAll('decisions');
		return decisions.sort((a, b) => a.decidedAt - b.decidedAt);
	});
}

/** Stores decisions; each replaces an earlier one about the same message. */
export function saveDecisions(decisions: readonly DecisionRecord[]): Promise<void> {
	return inDatabase(async (db) => {
		const transaction = db.transaction('decisions', 'readwrite');
		for (const decision of decisions) void transaction.store.put(decision);
		await transaction.done;
	});
}

/** Takes decisions back. */
export function deleteDecisions(canonicals: readonly string[]): Promise<void> {
	return inDatabase(async (db) => {
		const transaction = db.transaction('decisions', 'readwrite');
		for (const canonical of canonicals) void transaction.store.delete(canonical);
		await transaction.done;
	});
}

export function savedDecision(canonical: string): Promise<DecisionRecord | undefined> {
	return inDatabase((db) => db.get('decisions', canonical));
}
