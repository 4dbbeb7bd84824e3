import type { Page } from '@playwright/test';

/** One distinct message of a made-up run, and how many rows have it. */
export interface SeededTemplate {
	canonical: string;
	rows: number;
}

/**
 * Puts other rows and messages in place of those of the stored run on screen, which stays a run of the site's own in all
 * else: nobody was sure of any of them. Embedding as many messages would take minutes. The page must be loaded again.
 */
export async function reseedRun(page: Page, templates: readonly SeededTemplate[]): Promise<void> {
	const runId = new URL(page.url()).searchParams.get('id') ?? '';
	await page.evaluate(reseed, { runId, templates });
}

/** Runs in the page. The format of the records is that of `src/lib/store/schema.ts`. */
async function reseed(seed: {
	runId: string;
	templates: readonly SeededTemplate[];
}): Promise<void> {
	const { runId, templates } = seed;
	const done = <T>(request: IDBRequest<T>): Promise<T> =>
		new Promise((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(new Error(String(request.error)));
		});
	const db = await done(indexedDB.open('winnow'));
	const transaction = db.transaction(['runs', 'chunks', 'texts', 'templates'], 'readwrite');
	const store = (name: string): IDBObjectStore => transaction.objectStore(name);
	for (const name of ['chunks', 'texts', 'templates'])
		store(name).delete(IDBKeyRange.bound([runId], [runId, []]));
	const template = Uint32Array.from(
		templates.flatMap(({ rows }, at) => Array.from({ length: rows }, () => at))
	);
	const lines = Array.from(template, (at) => `garden,${templates[at]?.canonical}\n`);
	let end = 0;
	const rowCount = lines.length;
	store('chunks').put({
		runId,
		index: 0,
		firstRow: 0,
		rowCount,
		ends: Uint32Array.from(lines, (line) => (end += line.length)),
		template,
		rule: new Int16Array(rowCount).fill(-1),
		source: new Uint32Array(rowCount),
		time: new Float64Array(rowCount).fill(NaN),
		severity: new Uint8Array(rowCount)
	});
	store('texts').put(lines.join(''), [runId, 0]);
	templates.forEach(({ canonical }, index) =>
		store('templates').put({
			runId,
			index,
			batch: 0,
			canonical,
			result: {
				label: 'Unclassified',
				confidence: 0.2,
				tier: 'none',
				certainty: 'unknown',
				family: 'no problem',
				familyConfidence: 0.3,
				needsReview: true,
				top: [],
				reason: 'No label is probable enough.',
				embedding: Int8Array.from({ length: 384 }, (_, at) => ((index * 31 + at * 17) % 13) - 6)
			}
		})
	);
	const run = (await done(store('runs').get(runId))) as Record<string, unknown>;
	const none = { rule: 0, head: 0, llm: 0, human: 0, none: 0 };
	store('runs').put({
		...run,
		rows: rowCount,
		chunks: 1,
		templates: templates.length,
		rowsByTier: { ...none, none: rowCount },
		templatesByTier: { ...none, none: templates.length }
	});
	await new Promise<void>((resolve, reject) => {
		transaction.oncomplete = () => resolve();
		transaction.onabort = () => reject(new Error(String(transaction.error)));
	});
	db.close();
}
