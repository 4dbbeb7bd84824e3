/**
 * Writes a database as this version of Winnow stores it, with something in every store, beside those of earlier versions in
 * `tests/fixtures/store`. Needed when what is stored has changed: the unit tests then say so.
 *
 *     npm run store:fixture
 */
import 'fake-indexeddb/auto';
import { existsSync, writeFileSync } from 'node:fs';
import type { IDBPDatabase } from 'idb';
import type { ColumnMapping, InputFormat } from '../src/lib/pipeline/read/input-format';
import { UNCLASSIFIED } from '../src/lib/pipeline/types';
import { classifyRun } from '../src/lib/pipeline/run/classify-run';
import { stepBack } from '../src/lib/pipeline/bundle/bundle-step';
import { saveBundleStep } from '../src/lib/store/bundle-steps';
import { saveBundle } from '../src/lib/store/bundle-store';
import { relabelTemplates, saveRun, savedTemplates, saveTemplateMark } from '../src/lib/store/db';
import { database } from '../src/lib/store/database';
import { saveDecisions } from '../src/lib/store/decision-store';
import { saveEmbeddings } from '../src/lib/store/embeddings';
import { saveLlmAnswer, saveLlmLogEntry } from '../src/lib/store/llm-store';
import { RunStore } from '../src/workers/classify/run-store';
import { newRunRecord, totalsOf } from '../src/workers/classify/run-record';
import { CASCADE, fakeEmbedder, fakeEmbedding, piecesOf, supplyOf } from './unit/support/run-fakes';
import { runRecord } from './unit/support/records';
import { smallBundle } from './unit/support/small-bundle';
import { dumpOf, storedFields } from './unit/support/store-dump';

const FOLDER = new URL('fixtures/store/', import.meta.url);
const AT = Date.UTC(2026, 10, 20, 10);
const TEXT = [
	'source,log_message\n',
	'web,"Connection refused by 10.0.0.7"\n',
	'db,Disk full\n',
	'web,"Connection refused by 10.0.0.8"\n',
	'nas,"gr\u00fc\u00dfe \u{1F600}, ok"\n',
	'web,ask me later\n'
].join('');
const format: InputFormat = {
	...runRecord('').format,
	kind: 'csv',
	header: true,
	columns: ['source', 'log_message']
};
const mapping: ColumnMapping = { source: 0, message: 1, defaultSource: 'file' };

async function storeRun(): Promise<void> {
	const snapshot = await classifyRun({
		pieces: piecesOf([TEXT]),
		format,
		mapping,
		cascade: CASCADE,
		embedders: supplyOf([fakeEmbedder().embed]),
		sink: new RunStore('a', () => undefined),
		signal: new AbortController().signal,
		clock: () => 0,
		onProgress: () => undefined
	});
	const job = {
		runId: 'a',
		name: 'old.csv',
		input: TEXT,
		format,
		mapping,
		files: [],
		problems: []
	};
	await saveRun({
		...(await newRunRecord(job, CASCADE, undefined)),
		...totalsOf(snapshot, []),
		createdAt: AT,
		bytes: TEXT.length,
		status: 'done'
	});
}

async function storeRest(): Promise<void> {
	const [first] = await savedTemplates('a', 0);
	if (!first) throw new Error('The run has no message.');
	const { canonical, index, result } = first;
	if (result)
		await relabelTemplates(
			'a',
			new Map([[index, { ...result, label: 'NetworkError', tier: 'human' }]])
		);
	const embedding = Int8Array.from(fakeEmbedding(canonical), (part) => Math.round(part * 127));
	await saveDecisions([
		{
			canonical,
			label: 'NetworkError',
			decidedAt: AT,
			runId: 'a',
			runName: 'old.csv',
			source: 'web',
			embedding,
			...(result ? { before: result } : {})
		}
	]);
	await saveTemplateMark({ canonical: 'disk full', state: 'muted' });
	const bundle = smallBundle({ name: 'Own' });
	await saveBundle({ id: 'own', bundle, changedAt: AT, chosen: 1 });
	await saveBundleStep('own', stepBack({ bundle }, { bundle: smallBundle() }), AT);
	await saveEmbeddings([
		{
			key: ['fake-1', canonical],
			embedding: Float32Array.from(fakeEmbedding(canonical)),
			usedAt: AT
		}
	]);
	const counts = { tries: 1, milliseconds: 7, promptTokens: 50, completionTokens: 5 };
	await saveLlmAnswer('key', { label: UNCLASSIFIED, confidence: 0.5, reason: 'x', ...counts });
	await saveLlmLogEntry({
		...{ runId: 'a', at: AT, template: index, engine: 'wllama', model: 'm', cached: false },
		...{ ...counts, label: UNCLASSIFIED, settled: false, threshold: 0.6 }
	});
}

await storeRun();
await storeRest();
const db = (await database()) as unknown as IDBPDatabase;
const dump = { ...(await dumpOf(db)), fields: storedFields() };
let revision = 1;
while (existsSync(new URL(`${dump.version}.${revision}.json`, FOLDER))) revision++;
writeFileSync(
	new URL(`${dump.version}.${revision}.json`, FOLDER),
	`${JSON.stringify(dump, undefined, '\t')}\n`
);
console.log(`tests/fixtures/store/${dump.version}.${revision}.json`);
