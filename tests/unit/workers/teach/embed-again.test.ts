import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
	ENCODER_DIMENSIONS,
	ENCODER_REVISIONS
} from '../../../../src/lib/pipeline/embed/encoder-revision';
import { Cascade } from '../../../../src/lib/pipeline/head/cascade';
import { quantise } from '../../../../src/lib/pipeline/head/example-index';
import { chosenBundle, saveBundle } from '../../../../src/lib/store/bundle-store';
import { database } from '../../../../src/lib/store/database';
import { saveParts, saveRun, savedRun } from '../../../../src/lib/store/db';
import { savedDecisions, saveDecisions } from '../../../../src/lib/store/decision-store';
import { readBundleFile } from '../../../../src/workers/bundle/bundle-file';
import { loadBundleOfVersion } from '../../../../src/workers/bundle/bundle-loader';
import { pointOf } from '../../../../src/workers/classify/resume';
import { StoredRun } from '../../../../src/workers/run/stored-run';
import { labelledMessages } from '../../../../src/workers/run/labelled-run';
import { Teacher } from '../../../../src/workers/teach/teacher';
import { rowDetail } from '../../../../src/workers/view/row-detail';
import { chunkRecord, runRecord } from '../../support/records';
import {
	connectEncoder,
	EARLIER_FILE,
	earlierBundle,
	earlierEmbeddings,
	otherEncoder,
	withoutExamples
} from '../../support/earlier-bundle';

const ignored = (): void => undefined;
const never = (): Promise<never> => Promise.reject(new Error('not needed'));
const closings: (() => void)[] = [];
const { revision, texts } = {
	revision: earlierBundle().encoder.revision,
	texts: earlierBundle().examples?.texts.slice(0, 2) ?? []
};
const embeddingOf = (at: number): Float32Array =>
	earlierEmbeddings().subarray(at * ENCODER_DIMENSIONS, (at + 1) * ENCODER_DIMENSIONS);

/** One as after a reload of the page: it remembers nothing. */
function teacher(): { teacher: Teacher; asked: string[] } {
	const worker = new Teacher();
	const { asked, close } = connectEncoder((port, info) => worker.addEmbedder(port, info));
	closings.push(close);
	return { teacher: worker, asked };
}

async function results() {
	const { table } = await StoredRun.openEnded('run');
	return [0, 1].map((row) => table.templates[row]?.result);
}

/** A bundle, a run and answers, all as an earlier encoder left them. */
beforeEach(async () => {
	vi.stubGlobal('fetch', () => Promise.resolve(Response.json(withoutExamples())));
	const db = await database();
	for (const store of [
		'runs',
		'chunks',
		'texts',
		'templates',
		'bundles',
		'bundleSteps',
		'decisions'
	] as const)
		await db.clear(store);
	const { bundle, examples } = await readBundleFile(EARLIER_FILE, never);
	const parts = examples ? { examples } : {};
	await saveBundle({ id: 'own', bundle, changedAt: 1, chosen: 1, ...parts });
	await saveRun(
		runRecord('run', {
			...{ rows: 2, chunks: 1, templates: 2, encoderRevision: revision },
			...{ bundleVersion: bundle.version, labels: bundle.labels },
			mapping: { message: 0, truth: 0, defaultSource: 'file' }
		})
	);
	const cascade = new Cascade(bundle);
	await saveParts([
		{
			chunk: { ...chunkRecord('run', 0), rule: Int16Array.of(-1, -1) },
			texts: ['first of 0\ngrüße 😀\r\n'],
			templates: texts.map((canonical, index) => ({
				...{ runId: 'run', index, batch: 0, canonical },
				result: cascade.decide(canonical, embeddingOf(index))
			}))
		}
	]);
	await saveDecisions(
		texts.map((canonical, at) => ({
			...{ canonical, label: 'Network', decidedAt: at, runId: 'run', runName: 'run', source: '' },
			embedding: quantise(embeddingOf(at))
		}))
	);
});
afterEach(() => {
	vi.unstubAllGlobals();
	for (const close of closings.splice(0)) close();
});

describe('a run of an earlier encoder', () => {
	it('is explained by its own bundle, also when that was updated since', async () => {
		await teacher().teacher.updateBundle('own', ignored);
		const stored = await StoredRun.openEnded('run');
		const known = await loadBundleOfVersion('', stored.run.bundleVersion);
		expect(known?.bundle.encoder.revision).toBe(revision);
		const detail = await rowDetail(stored, 0, known);
		expect(detail.nearest[0]).toMatchObject({ text: texts[0], label: 'Storage' });
		expect(detail.nearest[0]?.similarity).toBeCloseTo(1, 1);
		expect(detail.words).not.toEqual([]);
	});

	it('gives no embeddings to what is embedded now', async () => {
		const { messages } = await labelledMessages('run');
		expect(messages.map(({ embedding }) => embedding)).toEqual([undefined, undefined]);
	});

	it('is not gone on with', async () => {
		const run = runRecord('old', { encoderRevision: revision });
		await expect(pointOf(run, '1')).rejects.toThrow('earlier encoder');
	});
});

describe('retraining among what an earlier encoder left', () => {
	it('embeds run, bundle and answers again, once', async () => {
		const before = await results();
		expect(await teacher().teacher.retrainEmbeds('run')).toBe(true);
		const { teacher: worker, asked } = teacher();
		expect(await worker.retrain('run', ignored)).toMatchObject({ decisions: 2 });
		expect(asked).toHaveLength(2 + 2 + 20);
		const after = await results();
		const renewed = quantise(await otherEncoder(texts));
		for (const at of [0, 1]) {
			const { embedding, ...rest } = after[at] ?? {};
			expect(embedding).toEqual(
				renewed.slice(at * ENCODER_DIMENSIONS, (at + 1) * ENCODER_DIMENSIONS)
			);
			expect({ ...rest, embedding: before[at]?.embedding }).toEqual(before[at]);
		}
		expect((await savedRun('run'))?.encoderRevision).toBe(ENCODER_REVISIONS.int8);
		for (const { encoderRevision } of await savedDecisions())
			expect(encoderRevision).toBe(ENCODER_REVISIONS.int8);
		await worker.retrain('run', ignored);
		// The bundle of the run is still that of before; nothing else is left to embed.
		expect(asked).toHaveLength(24 + 20);
	});

	it('is applied and taken back, after a reload', async () => {
		await teacher().teacher.retrain('run', ignored);
		const before = await results();
		await teacher().teacher.applyRetrained('run');
		const probabilityOf = (of: typeof before): number[] =>
			of.map((result) => Number(result?.probabilities?.[1]));
		const [now, then] = [probabilityOf(await results()), probabilityOf(before)];
		now.forEach((probability, at) => expect(probability).toBeGreaterThan(then[at] as number));
		expect((await chosenBundle())?.bundle.encoder.revision).toBe(ENCODER_REVISIONS.int8);
		expect(await teacher().teacher.retrainEmbeds('run')).toBe(false);
		await teacher().teacher.undoRetrained('run');
		expect(await results()).toEqual(before);
		expect((await chosenBundle())?.bundle.encoder.revision).toBe(revision);
	});

	it('needs the encoder, and says so where there is none', async () => {
		await expect(new Teacher().retrain('run', ignored)).rejects.toThrow('encoder was not started');
		expect((await savedRun('run'))?.encoderRevision).toBe(revision);
	});
});

describe('an answer', () => {
	it('names the encoder of its embedding', async () => {
		await teacher().teacher.decide('run', [{ template: 0, label: 'Storage' }]);
		const decided = (await savedDecisions()).find(({ canonical }) => canonical === texts[0]);
		expect(decided).toMatchObject({ label: 'Storage', encoderRevision: revision });
	});
});
