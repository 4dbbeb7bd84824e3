import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
	chosenBundle,
	chooseBundle,
	savedBundle,
	saveBundle
} from '../../../../src/lib/store/bundle-store';
import { database } from '../../../../src/lib/store/database';
import { saveParts, saveRun, savedRun } from '../../../../src/lib/store/db';
import { saveDecisions } from '../../../../src/lib/store/decision-store';
import { ENCODER_REVISIONS } from '../../../../src/lib/pipeline/embed/encoder-revision';
import { Embedders } from '../../../../src/workers/embed/embedders';
import { versioned } from '../../../../src/workers/bundle/bundle-file';
import { BundleLibrary } from '../../../../src/workers/bundle/bundle-library';
import { DecisionTrainer } from '../../../../src/workers/teach/decision-trainer';
import { ReviewSession } from '../../../../src/workers/teach/review-session';
import { StoredRun } from '../../../../src/workers/run/stored-run';
import { chunkRecord, runRecord, templateRecord } from '../../support/records';
import { smallBundle } from '../../support/small-bundle';

const AXES = [
	Int8Array.of(127, 0, 0, 0),
	Int8Array.of(0, 127, 0, 0),
	Int8Array.of(0, 0, 127, 0)
] as const;
const LABELS = ['IOError', 'NetworkError', 'Routine'] as const;
const ignored = (): void => undefined;
/** Nothing here is embedded again. */
const NONE = new Embedders();
const RESULT = {
	label: 'Routine',
	confidence: 0.5,
	tier: 'head' as const,
	certainty: 'unknown' as const,
	family: 'no problem',
	familyConfidence: 0.5,
	needsReview: true,
	top: [],
	embedding: Int8Array.of(0, 127, 0, 0)
};

/** One as after a reload of the page: it remembers nothing. */
const trainer = (): DecisionTrainer => new DecisionTrainer('', new BundleLibrary(''));
const outcomes = async (): Promise<unknown[]> => {
	const { table } = await StoredRun.openEnded('run');
	return [0, 1].map((row) => table.templates[row]?.result);
};

let version = '';

afterEach(() => vi.unstubAllGlobals());

beforeEach(async () => {
	// The site's own bundle, which lists ask for.
	vi.stubGlobal('fetch', () => Promise.resolve(Response.json(smallBundle())));
	const db = await database();
	for (const store of ['runs', 'chunks', 'texts', 'templates', 'bundles', 'decisions'] as const)
		await db.clear(store);
	const { bundle } = await versioned({ bundle: smallBundle({ rules: [] }), examples: undefined });
	({ version } = bundle);
	await saveBundle({ id: 'own', bundle, changedAt: 1 });
	await chooseBundle('own');
	const bundleFields = { bundleVersion: version, labels: bundle.labels, rules: [] };
	const counts = { rows: 2, chunks: 1, templates: 2 };
	await saveRun(runRecord('run', { ...counts, ...bundleFields }));
	await saveParts([
		{
			chunk: { ...chunkRecord('run', 0), rule: Int16Array.of(-1, -1) },
			texts: ['first of 0\ngrüße 😀\r\n'],
			templates: [0, 1].map((index) => ({ ...templateRecord('run', index, 0), result: RESULT }))
		}
	]);
	await saveDecisions(
		Array.from({ length: 30 }, (_, at) => ({
			canonical: `message ${at}`,
			label: LABELS[at % 3] as string,
			decidedAt: at,
			runId: 'other',
			runName: 'other',
			source: 'web',
			embedding: AXES[at % 3] as Int8Array,
			encoderRevision: ENCODER_REVISIONS.int8
		}))
	);
});

describe('a retraining that was applied', () => {
	it('can be taken back after a reload', async () => {
		const before = await outcomes();
		await trainer().retrain('run', NONE, ignored);
		const applied = await trainer().apply('run');
		expect(await outcomes()).not.toEqual(before);
		expect((await savedRun('run'))?.retrained).toMatchObject({
			bundleId: 'own',
			replaced: version
		});
		expect((await savedBundle('own'))?.bundle.version).toBe(applied.version);
		await trainer().undo('run');
		expect(await outcomes()).toEqual(before);
		expect(await savedRun('run')).toMatchObject({ bundleVersion: version });
		expect((await savedRun('run'))?.retrained).toBeUndefined();
		expect((await savedBundle('own'))?.bundle.version).toBe(version);
		expect((await chosenBundle())?.id).toBe('own');
		await expect(trainer().undo('run')).rejects.toThrow('No retrained model');
	});

	it('leaves what was decided by hand since', async () => {
		await trainer().retrain('run', NONE, ignored);
		await trainer().apply('run');
		await new ReviewSession('').decide('run', [{ template: 0, label: 'IOError' }]);
		await trainer().undo('run');
		const [first, second] = await outcomes();
		expect(first).toMatchObject({ label: 'IOError', tier: 'human' });
		expect(second).toEqual(RESULT);
	});

	it('leaves a bundle that was changed again since', async () => {
		await trainer().retrain('run', NONE, ignored);
		await trainer().apply('run');
		const { version: changed } = await new BundleLibrary('').edit('own', {
			kind: 'rename',
			name: 'Renamed'
		});
		await trainer().undo('run');
		expect((await savedBundle('own'))?.bundle.version).toBe(changed);
		expect((await outcomes())[0]).toEqual(RESULT);
	});
});

describe('guesses that were accepted in bulk', () => {
	it('are no evidence', async () => {
		const review = new ReviewSession('');
		expect(await review.acceptAbove('run', 0, true)).toEqual([0, 1]);
		expect(await trainer().retrain('run', NONE, ignored)).toMatchObject({
			decisions: 30,
			inBulk: 2
		});
		await (await database()).clear('decisions');
		await review.decide('run', [{ template: 0, label: 'Routine' }], true);
		await expect(trainer().retrain('run', NONE, ignored)).rejects.toThrow('in bulk teach nothing');
	});
});
