import { inDatabase, keysOf } from './database';

/**
 * Puts embeddings of another encoder in the place of those that a run's messages have, as one further write that an open
 * viewer picks up.
 * @param embeddings by position of the template
 */
export function renewRunEmbeddings(
	runId: string,
	embeddings: ReadonlyMap<number, Int8Array>,
	encoderRevision: string
): Promise<void> {
	return inDatabase(async (db) => {
		const transaction = db.transaction(['templates', 'runs'], 'readwrite');
		const templates = transaction.objectStore('templates');
		const last = await templates.index('batch').openKeyCursor(keysOf(runId), 'prev');
		const batch = (last?.key[1] ?? -1) + 1;
		for (const [index, embedding] of embeddings) {
			const entry = await templates.get([runId, index]);
			if (!entry) continue;
			const { result, untrained } = entry;
			void templates.put({
				...entry,
				batch,
				...(result ? { result: { ...result, embedding } } : {}),
				...(untrained ? { untrained: { ...untrained, embedding } } : {})
			});
		}
		const runs = transaction.objectStore('runs');
		const run = await runs.get(runId);
		if (run) void runs.put({ ...run, encoderRevision });
		await transaction.done;
	});
}

/** The same for decisions that are still there, by canonical text; what else they say may have changed meanwhile. */
export function renewDecisionEmbeddings(
	embeddings: ReadonlyMap<string, Int8Array>,
	encoderRevision: string
): Promise<void> {
	return inDatabase(async (db) => {
		const transaction = db.transaction('decisions', 'readwrite');
		for (const [canonical, embedding] of embeddings) {
			const decision = await transaction.store.get(canonical);
			if (decision) void transaction.store.put({ ...decision, embedding, encoderRevision });
		}
		await transaction.done;
	});
}
