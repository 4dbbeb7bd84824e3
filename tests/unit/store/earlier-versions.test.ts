import 'fake-indexeddb/auto';
import { readdirSync, readFileSync } from 'node:fs';
import { IDBFactory } from 'fake-indexeddb';
import type { IDBPDatabase } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BUNDLE_SCHEMA, parseBundle } from '../../../src/lib/pipeline/bundle/bundle';
import { CERTAINTIES } from '../../../src/lib/pipeline/types';
import { dumpOf, restore, storedFields, type StoreDump } from '../support/store-dump';

const FOLDER = new URL('../../fixtures/store/', import.meta.url);
const FIXTURES = readdirSync(FOLDER)
	.filter((name) => name.endsWith('.json'))
	.sort()
	.map((name) => ({
		name,
		dump: JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as StoreDump & {
			fields?: string[];
		}
	}));
const WRITE = 'What is stored has changed. Write a fixture: npm run store:fixture';

const MESSAGES = [
	'Connection refused by 10.0.0.7',
	'Disk full',
	'Connection refused by 10.0.0.8',
	'gr\u00fc\u00dfe \u{1F600}, ok',
	'ask me later'
];

beforeEach(() => {
	globalThis.indexedDB = new IDBFactory();
	// The connection is kept for as long as the module is.
	vi.resetModules();
});

describe.each(FIXTURES)('a database as of $name', ({ dump }) => {
	it('has its runs, which open with every row', async () => {
		await restore(dump);
		const { savedRuns } = await import('../../../src/lib/store/db');
		const { StoredRun } = await import('../../../src/workers/run/stored-run');
		expect((await savedRuns()).map(({ id, name, rows }) => [id, name, rows])).toEqual([
			['a', 'old.csv', 5]
		]);
		const run = await StoredRun.open('a');
		const rows = await Promise.all(MESSAGES.map((_, row) => run.row(row)));
		expect(rows.map(({ message }) => message)).toEqual(MESSAGES);
		expect(rows.map(({ source }) => source)).toEqual(['web', 'db', 'web', 'nas', 'web']);
		const outcomes = MESSAGES.map((_, row) => run.table.outcome(row));
		const byHand = dump.version > 1;
		expect(outcomes.map(({ tier }) => tier).slice(0, 3)).toEqual(
			byHand ? ['human', 'rule', 'human'] : ['head', 'rule', 'head']
		);
		expect(outcomes.map(({ label }) => label).slice(0, 3)).toEqual(
			byHand ? ['NetworkError', 'IOError', 'NetworkError'] : ['Routine', 'IOError', 'Routine']
		);
		for (const { certainty, family, confidence } of outcomes) {
			expect(CERTAINTIES).toContain(certainty);
			expect(family).toEqual(expect.any(String));
			expect(confidence).toBeGreaterThanOrEqual(0);
		}
	});

	it.runIf(dump.version > 4)('has the way back from edits of bundles', async () => {
		await restore(dump);
		const { newestBundleStep } = await import('../../../src/lib/store/bundle-steps');
		expect((await newestBundleStep('own'))?.fields).toEqual({ name: 'Small' });
	});

	it.runIf(dump.version > 1)('has its answers, marks, bundles and embeddings', async () => {
		await restore(dump);
		const { savedTemplateMarks } = await import('../../../src/lib/store/db');
		const { chosenBundle } = await import('../../../src/lib/store/bundle-store');
		const { savedDecisions } = await import('../../../src/lib/store/decision-store');
		const { savedEmbeddings } = await import('../../../src/lib/store/embeddings');
		const { savedLlmAnswer, savedLlmLog } = await import('../../../src/lib/store/llm-store');
		const [answer] = await savedDecisions();
		expect(answer).toMatchObject({ label: 'NetworkError', runName: 'old.csv' });
		expect(answer?.embedding).toBeInstanceOf(Int8Array);
		expect(await savedTemplateMarks()).toEqual([{ canonical: 'disk full', state: 'muted' }]);
		expect(await savedLlmAnswer('key')).toMatchObject({ confidence: 0.5 });
		expect(await savedLlmLog('a')).toHaveLength(1);
		const [found] = await savedEmbeddings('fake-1', [answer?.canonical ?? '']);
		expect(found?.embedding).toHaveLength(4);
		const bundle = (await chosenBundle())?.bundle;
		expect(bundle?.name).toBe('Own');
		// What was stored is still a bundle that an import would take.
		expect(parseBundle(bundle)).toEqual(bundle);
	});
});

describe('the fixtures', () => {
	it('hold every version of the database, in every store something', () => {
		const newest = FIXTURES.at(-1)?.dump;
		const versions = new Set(FIXTURES.map(({ dump }) => dump.version));
		const all = Array.from({ length: newest?.version ?? 0 }, (_, at) => at + 1);
		expect([...versions]).toEqual(all);
		for (const [name, { records }] of Object.entries(newest?.stores ?? {}))
			expect(records.length, name).toBeGreaterThan(0);
	});

	it('hold what this version stores', async () => {
		const { database } = await import('../../../src/lib/store/database');
		const { version, stores } = await dumpOf((await database()) as unknown as IDBPDatabase);
		const newest = FIXTURES.at(-1)?.dump;
		expect(version, WRITE).toBe(newest?.version);
		const layout = (dump: StoreDump['stores'] = {}): unknown =>
			Object.entries(dump).map(([name, { keyPath, indexes }]) => ({ name, keyPath, indexes }));
		expect(layout(stores), WRITE).toEqual(layout(newest?.stores));
		expect(storedFields(), WRITE).toEqual(newest?.fields);
	});

	it('hold a bundle of every version of its schema', () => {
		const schemas = FIXTURES.flatMap(({ dump }) => dump.stores['bundles']?.records ?? []).map(
			([, record]) => (record as { bundle: { schema: number } }).bundle.schema
		);
		const all = Array.from({ length: BUNDLE_SCHEMA }, (_, at) => at + 1);
		expect([...new Set(schemas)], WRITE).toEqual(all);
	});
});
