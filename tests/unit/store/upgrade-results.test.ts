import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, it } from 'vitest';
import { savedRun, savedTemplates } from '../../../src/lib/store/db';

it('says of results stored before how sure they are, and keeps them otherwise', async () => {
	const old = await openDB('winnow', 3, {
		upgrade(db) {
			db.createObjectStore('runs', { keyPath: 'id' });
			db.createObjectStore('chunks', { keyPath: ['runId', 'index'] });
			const templates = db.createObjectStore('templates', { keyPath: ['runId', 'index'] });
			templates.createIndex('batch', ['runId', 'batch']);
			for (const name of ['templateMarks', 'decisions'])
				db.createObjectStore(name, { keyPath: 'canonical' });
			const bundles = db.createObjectStore('bundles', { keyPath: 'id' });
			bundles.createIndex('version', 'bundle.version');
			bundles.createIndex('chosen', 'chosen');
			db.createObjectStore('embeddings', { keyPath: 'key' }).createIndex('usedAt', 'usedAt');
			for (const name of ['llmAnswers', 'texts']) db.createObjectStore(name);
			db.createObjectStore('llmLog', { keyPath: ['runId', 'at', 'template'] });
		}
	});
	const labels = [
		{ name: 'IOError', definition: '', problem: true },
		{ name: 'Routine', definition: '' }
	];
	await old.put('runs', { id: 'a', name: 'old.log', labels });
	const before = { label: 'Routine', confidence: 0.4, tier: 'none', needsReview: true };
	const results = [
		{ label: 'IOError', confidence: 0.9, tier: 'head', needsReview: false, top: [] },
		{ ...before, top: [] },
		{
			label: 'IOError',
			confidence: 0.7,
			tier: 'llm',
			needsReview: false,
			top: [],
			llm: { label: 'IOError', engine: 'wllama', model: 'm', before }
		},
		undefined
	];
	for (const [index, result] of results.entries())
		await old.put('templates', {
			runId: 'a',
			index,
			batch: index,
			canonical: `t${index}`,
			...(result ? { result } : {})
		});
	old.close();

	expect((await savedRun('a'))?.name).toBe('old.log');
	const templates = await savedTemplates('a', 0);
	expect(templates.map(({ canonical }) => canonical)).toEqual(['t0', 't1', 't2', 't3']);
	expect(templates.map(({ result }) => result)).toMatchObject([
		{ ...results[0], certainty: 'sure', family: 'problem' },
		{ ...results[1], certainty: 'unknown', family: 'no problem' },
		{
			certainty: 'sure',
			family: 'problem',
			llm: { before: { ...before, certainty: 'unknown', family: 'no problem' } }
		},
		undefined
	]);
});
