import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ENCODER_REVISIONS } from '../../../../src/lib/pipeline/embed/encoder-revision';
import { chosenBundle, saveBundle, savedBundle } from '../../../../src/lib/store/bundle-store';
import { database } from '../../../../src/lib/store/database';
import { readBundleFile, writeBundleFile } from '../../../../src/workers/bundle/bundle-file';
import { loadChosenBundle } from '../../../../src/workers/bundle/bundle-loader';
import { Teacher } from '../../../../src/workers/teach/teacher';
import {
	connectEncoder,
	EARLIER_FILE,
	earlierBundle,
	withoutExamples
} from '../../support/earlier-bundle';

const ignored = (): void => undefined;
const never = (): Promise<never> => Promise.reject(new Error('not needed'));
const closings: (() => void)[] = [];

/** One as after a reload of the page: it remembers nothing. */
function teacher(): { teacher: Teacher; asked: string[] } {
	const worker = new Teacher();
	const { asked, close } = connectEncoder((port, info) => worker.addEmbedder(port, info));
	closings.push(close);
	return { teacher: worker, asked };
}

beforeEach(async () => {
	vi.stubGlobal('fetch', () =>
		Promise.resolve(Response.json({ ...earlierBundle(), examples: undefined }))
	);
	const db = await database();
	for (const store of ['bundles', 'bundleSteps'] as const) await db.clear(store);
});
afterEach(() => {
	vi.unstubAllGlobals();
	for (const close of closings.splice(0)) close();
});

describe('a stored bundle of an earlier encoder', () => {
	beforeEach(async () => {
		const { bundle, examples } = await readBundleFile(EARLIER_FILE, never);
		await saveBundle({
			id: 'own',
			bundle,
			changedAt: 1,
			chosen: 1,
			...(examples ? { examples } : {})
		});
	});

	it('is marked, and still classifies', async () => {
		const [, own] = await teacher().teacher.listBundles();
		expect(own).toMatchObject({ id: 'own', chosen: true, earlierEncoder: true });
		const { bundle, examples } = await loadChosenBundle('');
		expect([bundle.name, examples?.size]).toEqual(['Machines', 20]);
	});

	it('is updated, and is the earlier one again when that is undone after a reload', async () => {
		const before = await savedBundle('own');
		const fractions: number[] = [];
		const { bundle, update } = await teacher().teacher.updateBundle(
			'own',
			({ stage, fraction }) => {
				if (stage === 'embedding') fractions.push(fraction);
			}
		);
		expect(update).toEqual({ examples: 20, same: 20 });
		expect(fractions.at(-1)).toBe(1);
		expect(bundle).toMatchObject({ chosen: true, earlierEncoder: false, undoable: 1 });
		const after = await chosenBundle();
		expect(after?.bundle.encoder.revision).toBe(ENCODER_REVISIONS.int8);
		expect(after?.examples).not.toEqual(before?.examples);
		const undone = await teacher().teacher.undoEdit('own');
		expect(undone).toMatchObject({ chosen: true, earlierEncoder: true, undoable: 0 });
		expect({ ...(await savedBundle('own')), changedAt: before?.changedAt }).toEqual(before);
	});

	it('without examples is not changed', async () => {
		const bundle = withoutExamples();
		await saveBundle({ id: 'bare', bundle, changedAt: 1 });
		const { bundle: after, update } = await teacher().teacher.updateBundle('bare', ignored);
		expect(update).toBeUndefined();
		expect(after).toMatchObject({ earlierEncoder: true, undoable: 0 });
	});
});

describe('a bundle file of an earlier encoder', () => {
	it('is carried over while it is imported', async () => {
		const { teacher: worker, asked } = teacher();
		expect(await worker.importEmbeds(EARLIER_FILE)).toBe(true);
		const imported = await worker.importBundle(EARLIER_FILE);
		expect(imported).toMatchObject({ name: 'Machines', examples: 20, earlierEncoder: false });
		expect(asked).toHaveLength(20);
	});

	it('without examples is taken as it is, and marked', async () => {
		const bundle = withoutExamples();
		const { teacher: worker, asked } = teacher();
		const file = writeBundleFile({ bundle });
		expect(await worker.importEmbeds(file)).toBe(false);
		const imported = await worker.importBundle(file);
		expect(imported).toMatchObject({ examples: 0, earlierEncoder: true });
		expect(asked).toEqual([]);
	});
});
