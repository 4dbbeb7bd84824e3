import 'fake-indexeddb/auto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
	ENCODER_DIMENSIONS,
	ENCODER_ID,
	ENCODER_REVISIONS
} from '../../../../src/lib/pipeline/embed/encoder-revision';
import { chosenBundle, saveBundle, savedBundles } from '../../../../src/lib/store/bundle-store';
import { database } from '../../../../src/lib/store/database';
import {
	markDeleted,
	saveParts,
	saveRun,
	savedRuns,
	savedTemplateMarks,
	saveTemplateMark,
	updateRun
} from '../../../../src/lib/store/db';
import { saveDecisions, savedDecisions } from '../../../../src/lib/store/decision-store';
import type { DecisionRecord } from '../../../../src/lib/store/schema';
import { clearStore } from '../../../../src/lib/store/whole-store';
import { deleteAll, storedAmounts } from '../../../../src/workers/backup/delete-all';
import { restoreAll } from '../../../../src/workers/backup/restore-all';
import { saveAll } from '../../../../src/workers/backup/save-all';
import type { BackupReport, RestoreChoice } from '../../../../src/workers/contracts/backup';
import { StoredRun } from '../../../../src/workers/run/stored-run';
import { chunkRecord, runRecord, templateRecord } from '../../support/records';
import { rule, smallBundle } from '../../support/small-bundle';

const SETTINGS = { 'winnow-theme': 'dark', 'winnow.zone': 'utc' };
const BUNDLE = smallBundle({
	name: 'Mine',
	encoder: {
		id: ENCODER_ID,
		revision: ENCODER_REVISIONS.int8,
		dimensions: ENCODER_DIMENSIONS,
		pooling: 'mean'
	},
	head: {
		...smallBundle().head,
		coefficients: [1, 2, 3].map((weight) => new Array<number>(ENCODER_DIMENSIONS).fill(weight))
	}
});
const ANSWER: DecisionRecord = {
	canonical: 'text 1',
	label: 'NetworkError',
	decidedAt: 50,
	runId: 'run',
	runName: 'a.log',
	source: 'web',
	embedding: new Int8Array(ENCODER_DIMENSIONS).fill(3)
};

async function storeARun(id: string): Promise<void> {
	await saveRun(
		runRecord(id, { rows: 2, chunks: 1, templates: 2, sources: ['web'], rules: [rule()] })
	);
	const templates = [templateRecord(id, 0, 0), templateRecord(id, 1, 0)];
	const chunk = chunkRecord(id, 0);
	await saveParts([{ chunk, texts: ['first of 0\ngrüße 😀\r\n'], templates }]);
}

beforeEach(async () => {
	await clearStore();
	await storeARun('run');
	await saveDecisions([ANSWER]);
	await saveTemplateMark({ canonical: 'text 0', state: 'muted' });
	await saveBundle({ id: 'mine', bundle: BUNDLE, changedAt: 100, chosen: 1 });
});

afterEach(() => vi.unstubAllGlobals());

const restore = (file: Blob, change: Partial<RestoreChoice> = {}): Promise<BackupReport> =>
	restoreAll(file, { settings: SETTINGS, overwrite: false, trial: false, ...change });

/** The lines of a backup of what is here, after a change of some, as a file again. */
async function changed(change: (lines: object[]) => unknown[]): Promise<Blob> {
	const text = gunzipSync(Buffer.from(await (await saveAll(SETTINGS)).arrayBuffer())).toString();
	const lines = text.trimEnd().split('\n');
	const values = change(lines.map((line) => JSON.parse(line) as object));
	return new Blob([gzipSync(values.map((value) => `${JSON.stringify(value)}\n`).join(''))]);
}

describe('a backup', () => {
	it('brings everything to a browser that has nothing', async () => {
		await saveBundle({
			id: 'mine',
			bundle: { ...BUNDLE, version: 'v2' },
			changedAt: 200,
			chosen: 1
		});
		const row = await (await StoredRun.open('run')).row(1);
		const file = await saveAll(SETTINGS);
		await clearStore();
		const trial = await restore(file, { settings: {}, trial: true });
		expect(await storedAmounts()).toEqual({ runs: 0, answers: 0, bundles: 0, marks: 0 });
		const report = await restore(file, { settings: {} });
		expect(report).toEqual(trial);
		expect(report).toMatchObject({ settings: SETTINGS, leftOut: [] });
		const one = { total: 1, added: 1, differing: 0 };
		expect(report.amounts).toMatchObject({ runs: one, answers: one, bundles: one, marks: one });
		expect((await savedRuns()).map(({ id }) => id)).toEqual(['run']);
		expect(await (await StoredRun.open('run')).row(1)).toEqual(row);
		expect(await savedDecisions()).toEqual([ANSWER]);
		expect(await savedTemplateMarks()).toEqual([{ canonical: 'text 0', state: 'muted' }]);
		expect(await chosenBundle()).toMatchObject({ id: 'mine', bundle: { version: 'v2' } });
	});

	it('keeps the earlier versions of bundles that runs were made with', async () => {
		await updateRun('run', { bundleVersion: BUNDLE.version });
		await saveBundle({ id: 'mine', bundle: { ...BUNDLE, version: 'v2' }, changedAt: 200 });
		const file = await saveAll(SETTINGS);
		await clearStore();
		await restore(file);
		const bundles = await (await database()).getAll('bundles');
		expect(bundles.map(({ id, archived }) => [id, archived])).toEqual([
			['mine', undefined],
			[`mine@${BUNDLE.version}`, true]
		]);
	});

	it('adds nothing that is here already', async () => {
		const { amounts } = await restore(await saveAll(SETTINGS));
		for (const kind of Object.values(amounts))
			expect(kind).toMatchObject({ added: 0, differing: 0 });
		expect(await savedRuns()).toHaveLength(1);
	});

	it('brings a run back that was deleted since', async () => {
		const file = await saveAll(SETTINGS);
		await markDeleted('run');
		await restore(file);
		expect(await savedRuns()).toHaveLength(1);
	});

	it('replaces what is older here', async () => {
		const file = await saveAll(SETTINGS);
		await saveDecisions([{ ...ANSWER, label: 'Routine', decidedAt: 40 }]);
		await saveBundle({ id: 'mine', bundle: { ...BUNDLE, version: 'v0' }, changedAt: 90 });
		const { amounts } = await restore(file);
		expect(amounts).toMatchObject({ answers: { added: 1 }, bundles: { added: 1 } });
		expect(await savedDecisions()).toEqual([ANSWER]);
		expect(await savedBundles()).toMatchObject([{ bundle: { version: BUNDLE.version } }]);
	});

	describe('where what is here is newer, or nobody knows', () => {
		const newer = { ...ANSWER, label: 'Routine', decidedAt: 60 };
		let file: Blob;
		beforeEach(async () => {
			file = await saveAll(SETTINGS);
			await saveDecisions([newer]);
			await saveBundle({ id: 'mine', bundle: { ...BUNDLE, version: 'v2' }, changedAt: 200 });
			await saveTemplateMark({ canonical: 'text 0', state: 'pinned' });
			await updateRun('run', { name: 'renamed' });
		});
		const settings = { 'winnow-theme': 'light' };

		it('leaves it as it is, and says so', async () => {
			const report = await restore(file, { settings });
			for (const kind of ['runs', 'answers', 'bundles', 'marks'] as const)
				expect(report.amounts[kind]).toEqual({ total: 1, added: 0, differing: 1 });
			expect(report.amounts.settings).toEqual({ total: 2, added: 1, differing: 1 });
			expect(report.settings).toEqual({ 'winnow.zone': 'utc' });
			expect(await savedDecisions()).toEqual([newer]);
			expect(await savedBundles()).toMatchObject([{ bundle: { version: 'v2' } }]);
			expect(await savedTemplateMarks()).toMatchObject([{ state: 'pinned' }]);
			expect((await savedRuns()).map(({ name }) => name)).toEqual(['renamed']);
		});

		it('takes the file on demand; of a run both are kept, once', async () => {
			for (let time = 0; time < 2; time++) {
				const report = await restore(file, { settings, overwrite: true });
				expect(report.settings).toEqual(SETTINGS);
				expect(await savedDecisions()).toEqual([ANSWER]);
				expect(await savedBundles()).toMatchObject([{ bundle: { version: BUNDLE.version } }]);
				expect(await savedTemplateMarks()).toMatchObject([{ state: 'muted' }]);
				expect((await savedRuns()).map(({ name }) => name).sort()).toEqual(['renamed', 'run']);
			}
		});
	});

	it('is refused while a run goes on', async () => {
		await updateRun('run', { status: 'running' });
		const query = (): Promise<object> => Promise.resolve({ held: [{ name: 'winnow-run-run' }] });
		vi.stubGlobal('navigator', { locks: { query } });
		await expect(saveAll(SETTINGS)).rejects.toThrow('still being classified');
		await expect(deleteAll()).rejects.toThrow('still being classified');
		expect(await savedRuns()).toHaveLength(1);
	});
});

describe('a file that is none, or damaged, is refused in words', () => {
	const without = (part: string) => changed((lines) => lines.filter((line) => !(part in line)));

	it.each([
		['plain', () => Promise.resolve(new Blob(['plain text'])), /damaged or cut off/],
		['other', () => Promise.resolve(new Blob([gzipSync('{"a":1}\n')])), /no backup/],
		['cut off', async () => (await saveAll(SETTINGS)).slice(0, -20), /damaged or cut off/],
		['without end', () => without('backupEnd'), /its end is missing/],
		['without answers', () => without('answer'), /names 1 answers and has 0/],
		['without the end of a run', () => without('end'), /the end|its end/]
	])('%s', async (_, file, words) => {
		const content = await file();
		await clearStore();
		await expect(restore(content, { trial: true })).rejects.toThrow(words);
		expect(await savedRuns()).toEqual([]);
		await expect(restore(content)).rejects.toThrow(words);
	});

	it('of a newer version', async () => {
		const file = await changed(([head, ...rest]) => [{ ...head, winnowBackup: 2 }, ...rest]);
		await expect(restore(file)).rejects.toThrow(/newer Winnow \(format 2/);
	});

	it('with an answer that is none', async () => {
		const answer = (change: object): Promise<Blob> =>
			changed((lines) =>
				lines.map((line) => ('answer' in line ? { answer: { ...ANSWER, ...change } } : line))
			);
		await expect(restore(await answer({ embedding: 'AAAA' }))).rejects.toThrow(/has 3 of 384/);
		await expect(
			restore(await answer({ label: '__proto__', embedding: undefined }))
		).rejects.toThrow(/label: is a reserved name/);
	});

	it('but a bundle that this site cannot use is left out, and told', async () => {
		const file = await changed((lines) =>
			lines.map((line) =>
				'bundle' in line
					? { bundle: { id: 'mine', changedAt: 1, file: { ...BUNDLE, schema: 99 } } }
					: line
			)
		);
		await clearStore();
		const { leftOut } = await restore(file);
		expect(leftOut).toEqual([expect.stringMatching(/^The bundle Mine: .*newer Winnow/)]);
		expect(await savedRuns()).toHaveLength(1);
	});
});

it('all data are deleted, and the models that were fetched, but not the site', async () => {
	const names = new Set(['winnow-llm-v1', 'winnow-shell-a@1', 'webllm/model', 'of another site']);
	vi.stubGlobal('caches', {
		keys: () => Promise.resolve([...names]),
		delete: (name: string) => Promise.resolve(names.delete(name))
	});
	await deleteAll();
	expect(await storedAmounts()).toEqual({ runs: 0, answers: 0, bundles: 0, marks: 0 });
	const db = await database();
	for (const store of db.objectStoreNames) expect(await db.count(store)).toBe(0);
	expect([...names]).toEqual(['winnow-shell-a@1', 'of another site']);
});
