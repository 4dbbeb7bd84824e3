import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
	ENCODER_DIMENSIONS,
	ENCODER_ID,
	ENCODER_REVISIONS
} from '../../../../src/lib/pipeline/embed/encoder-revision';
import type { Bundle } from '../../../../src/lib/pipeline/bundle/bundle';
import {
	bundleOfVersion,
	chooseBundle,
	chosenBundle,
	deleteBundle,
	markBundleDeleted,
	purgeBundlesDeletedBefore
} from '../../../../src/lib/store/bundle-store';
import { countBundleSteps, deleteStepsOfGoneBundles } from '../../../../src/lib/store/bundle-steps';
import { saveRun } from '../../../../src/lib/store/db';
import {
	checkedBundle,
	readBundleFile,
	writeBundleFile
} from '../../../../src/workers/bundle/bundle-file';
import { loadBundleOfVersion } from '../../../../src/workers/bundle/bundle-loader';
import { BundleLibrary } from '../../../../src/workers/bundle/bundle-library';
import { fetchOfferedBundle } from '../../../../src/workers/bundle/offered-bundle';
import { runRecord } from '../../support/records';
import { rule, smallBundle } from '../../support/small-bundle';

const BASE = 'https://site.example/winnow/';

/** A bundle for the site's encoder. */
function realBundle(change: Partial<Bundle> = {}): Bundle {
	const bundle = smallBundle(change);
	return {
		...bundle,
		encoder: {
			...bundle.encoder,
			id: ENCODER_ID,
			revision: ENCODER_REVISIONS.int8,
			dimensions: ENCODER_DIMENSIONS
		},
		head: {
			...bundle.head,
			coefficients: bundle.head.classes.map((_, k) =>
				Array.from({ length: ENCODER_DIMENSIONS }, (_value, d) => (d === k ? 1 : 0))
			)
		}
	};
}
const withExamples = (): Bundle =>
	realBundle({
		examples: { file: 'x.bin', sha256: '0'.repeat(64), texts: ['disk', 'peer'], labels: [0, 1] }
	});
const embed = async (texts: readonly string[]): Promise<Float32Array> =>
	Float32Array.from({ length: texts.length * ENCODER_DIMENSIONS }, (_, i) =>
		i % ENCODER_DIMENSIONS === Math.floor(i / ENCODER_DIMENSIONS) ? 1 : 0
	);
const never = (): Promise<Float32Array> => Promise.reject(new Error('not needed'));
const library = (): BundleLibrary => new BundleLibrary(BASE);
const own = async () => (await library().list()).slice(1);

beforeEach(async () => {
	vi.stubGlobal('fetch', async (url: string) =>
		url.endsWith('default.bundle.json')
			? new Response(JSON.stringify(realBundle({ name: 'Site', version: 'site-1' })))
			: new Response('no', { status: 404 })
	);
	for (const { id } of await own()) await library().remove(id);
	await chooseBundle(undefined);
});

describe('BundleLibrary', () => {
	it('lists the bundle of the site first, in use until another one is chosen', async () => {
		const [site] = await library().list();
		expect(site).toMatchObject({ id: 'default', name: 'Site', chosen: true, labels: 3, rules: 1 });
		const copy = await library().copy('default');
		expect(copy).toMatchObject({ name: 'My categories', chosen: false });
		await chooseBundle(copy.id);
		expect((await library().list()).map(({ chosen }) => chosen)).toEqual([false, true]);
		expect((await chosenBundle())?.id).toBe(copy.id);
	});

	it('never changes the bundle of the site', async () => {
		const edit = library().edit('default', { kind: 'rename', name: 'Mine' });
		await expect(edit).rejects.toThrow('Copy it');
		await expect(library().remove('default')).rejects.toThrow('Copy it');
	});

	it('stores edits at once under a new version, and takes them back', async () => {
		const books = library();
		const { id, version } = await books.copy('default');
		const edited = await books.edit(id, { kind: 'rename-label', from: 'IOError', to: 'Disk' });
		expect(edited.version).not.toBe(version);
		expect((await library().detail(id)).labelList[0]).toMatchObject({
			name: 'Disk',
			trained: true
		});
		const undone = await books.undo(id);
		expect(undone).toMatchObject({ version, undoable: 0 });
		expect((await library().detail(id)).labelList[0]?.name).toBe('IOError');
	});

	it('takes back edits of an earlier visit, the newest 50', async () => {
		const { id, version } = await library().copy('default');
		for (let edit = 1; edit <= 51; edit++)
			await library().edit(id, { kind: 'rename', name: `Name ${edit}` });
		expect((await library().detail(id)).undoable).toBe(50);
		for (let back = 0; back < 50; back++) await library().undo(id);
		const detail = await library().detail(id);
		expect(detail).toMatchObject({ name: 'Name 1', undoable: 0 });
		expect(detail.version).not.toBe(version);
		expect(await library().undo(id)).toMatchObject({ name: 'Name 1' });
	});

	it('forgets the edits of a bundle that is deleted for good', async () => {
		const { id } = await library().copy('default');
		await library().edit(id, { kind: 'rename', name: 'Gone soon' });
		await library().remove(id);
		await deleteStepsOfGoneBundles();
		expect(await countBundleSteps(id)).toBe(1);
		await deleteBundle(id);
		await deleteStepsOfGoneBundles();
		expect(await countBundleSteps(id)).toBe(0);
	});

	it('keeps a deleted bundle for whoever wants it back, until it is removed for good', async () => {
		const { id } = await library().copy('default');
		await library().edit(id, { kind: 'rename', name: 'Wanted again' });
		await purgeBundlesDeletedBefore(Date.now());
		const before = Date.now();
		await library().remove(id);
		const [deleted] = await library().deleted();
		expect(deleted).toMatchObject({ id, name: 'Wanted again' });
		expect(deleted?.deletedAt).toBeGreaterThanOrEqual(before);
		expect(await own()).toEqual([]);
		await purgeBundlesDeletedBefore(before - 1);
		await markBundleDeleted(id, undefined);
		expect((await own()).map((one) => one.id)).toEqual([id]);
		expect(await library().deleted()).toEqual([]);
	});

	it('keeps every one of several edits that are asked for at once', async () => {
		const books = library();
		const { id } = await books.copy('default');
		await Promise.all([
			books.edit(id, { kind: 'rename', name: 'Ours' }),
			books.edit(id, { kind: 'move-label', name: 'IOError', by: 1 }),
			books.edit(id, { kind: 'rename-label', from: 'IOError', to: 'Disk' })
		]);
		const { name, labelList, undoable } = await library().detail(id);
		expect([name, labelList[1]?.name, undoable]).toEqual(['Ours', 'Disk', 3]);
	});

	it('refuses an edit that no file may have, and changes nothing', async () => {
		const { id, version } = await library().copy('default');
		const edit = library().edit(id, { kind: 'rename-label', from: 'IOError', to: '<b>x</b>' });
		await expect(edit).rejects.toThrow(/labels\.0\.name.*HTML/);
		expect((await library().detail(id)).version).toBe(version);
	});

	it('keeps the version that a run was made with, and says when it is gone', async () => {
		const { id, version } = await library().copy('default');
		await saveRun(runRecord('with-it', { bundleVersion: version }));
		await library().edit(id, { kind: 'rename', name: 'Later' });
		await library().edit(id, { kind: 'rename', name: 'Later still' });
		expect((await bundleOfVersion(version))?.archived).toBe(true);
		expect((await loadBundleOfVersion(BASE, version))?.bundle.version).toBe(version);
		expect((await loadBundleOfVersion(BASE, 'site-1'))?.bundle.name).toBe('Site');
		expect(await loadBundleOfVersion(BASE, 'nothing')).toBeUndefined();
		expect(await own()).toHaveLength(1);
	});

	it('names copies apart', async () => {
		await library().copy('default');
		expect((await library().copy('default')).name).toBe('My categories (2)');
	});
});

describe('a bundle file', () => {
	it('comes back as it was written, examples included', async () => {
		const content = await readBundleFile(JSON.stringify(withExamples()), embed);
		const again = await readBundleFile(writeBundleFile(content), never);
		expect(again).toEqual(content);
		expect(again.examples?.[0]).toBe(127);
		const added = await library().add(again);
		const exported = await (await library().exported(added.id)).text();
		expect((await readBundleFile(exported, never)).examples).toEqual(content.examples);
	});

	const broken: [RegExp, (bundle: Bundle) => string][] = [
		[/not JSON.*Choose a file that Winnow exported/, () => '{"schema": 1,'],
		[/newer Winnow \(schema 9/, (b) => JSON.stringify({ ...b, schema: 9 })],
		[
			/trained for the encoder fake/,
			(b) => JSON.stringify({ ...b, encoder: { ...b.encoder, id: 'fake' } })
		],
		[
			/rules\[1\] "Slow": the pattern repeats too much/,
			(b) =>
				JSON.stringify({
					...b,
					rules: [rule(), rule({ id: 's', name: 'Slow', pattern: '(?:(?:ab?){1,900}){1,900}' })]
				})
		],
		[/embeddings: is not base64/, () => withEmbeddings('§§§')],
		[/embeddings: 3 bytes, expected 768/, () => withEmbeddings('AAAA')],
		[/sha256 is not/, () => withEmbeddings(Buffer.alloc(768).toString('base64'))]
	];
	it.each(broken)('is refused with %s, and nothing is stored', async (message, change) => {
		await expect(readBundleFile(change(realBundle()), never)).rejects.toThrow(message);
		expect(await own()).toEqual([]);
	});

	it('is checked without the encoder', () => {
		expect(checkedBundle(JSON.stringify(withExamples())).name).toBe('Small');
	});
});

describe('a bundle offered by a link', () => {
	it('is fetched from this site only', async () => {
		const asked: string[] = [];
		vi.stubGlobal('fetch', async (url: string) => {
			asked.push(url);
			return new Response('{}');
		});
		expect(await fetchOfferedBundle(BASE, 'shared/team.json')).toBe('{}');
		for (const path of ['https://evil.example/x.json', '//evil.example/x', '../other/x.json', '/x'])
			await expect(fetchOfferedBundle(BASE, path)).rejects.toThrow('not on this site');
		expect(asked).toEqual([`${BASE}shared/team.json`]);
	});
});

function withEmbeddings(embeddings: string): string {
	const bundle = withExamples();
	return JSON.stringify({ ...bundle, examples: { ...bundle.examples, embeddings } });
}
