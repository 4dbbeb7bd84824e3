import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { saveChunk, saveRun, savedTemplate, saveTemplates } from '../../../../src/lib/store/db';
import { deleteDecisions, savedDecisions } from '../../../../src/lib/store/decision-store';
import type { Classification } from '../../../../src/lib/pipeline/types';
import { ReviewSession } from '../../../../src/workers/teach/review-session';
import { runRecord, chunkRecord, templateRecord } from '../../support/records';
import { smallBundle } from '../../support/small-bundle';

const unsure: Classification = {
	label: 'IOError',
	confidence: 0.4,
	tier: 'none',
	certainty: 'unknown' as const,
	family: 'no problem',
	familyConfidence: 0.5,
	needsReview: true,
	top: [{ label: 'IOError', probability: 0.4 }]
};

/** A session as a page has it after loading: nothing of an earlier visit in memory. */
const session = (): ReviewSession => new ReviewSession('https://site.example/');

beforeEach(async () => {
	vi.stubGlobal('fetch', async () => new Response(JSON.stringify(smallBundle())));
	await deleteDecisions((await savedDecisions()).map(({ canonical }) => canonical));
	await saveRun(runRecord('a', { rows: 4, chunks: 2, templates: 4, bundleVersion: 'small-1' }));
	for (const index of [0, 1]) {
		const templates = Uint32Array.of(index * 2, index * 2 + 1);
		const chunk = { ...chunkRecord('a', index), template: templates, rule: Int16Array.of(-1, -1) };
		await saveChunk(chunk, 'one line\nanother\n');
	}
	await saveTemplates(
		[0, 1, 2, 3].map((index) => ({
			...templateRecord('a', index, 0),
			result: { ...unsure, confidence: 0.4 + index / 10 }
		}))
	);
});

describe('ReviewSession', () => {
	it('gives the decisions of an earlier visit as steps, with the cards as they were asked', async () => {
		const first = session();
		await first.decide('a', [{ template: 0, label: 'Routine' }]);
		await first.acceptAbove('a', 0.6, false);
		const { steps, decided, cards } = await session().queue('a', false);
		expect(steps.map(({ templates }) => templates)).toEqual([[0], [2, 3]]);
		expect(steps[0]?.cards).toMatchObject([{ template: 0, label: 'IOError', confidence: 0.4 }]);
		expect([decided, cards.map(({ template }) => template)]).toEqual([3, [1]]);
	});

	it('takes such a step back: the decision is gone and the verdict of before is on the run again', async () => {
		await session().decide('a', [{ template: 0, label: 'Routine' }]);
		expect((await savedTemplate('a', 0))?.result).toMatchObject({
			label: 'Routine',
			tier: 'human'
		});
		const later = session();
		const [step] = (await later.queue('a', false)).steps;
		await later.undecide('a', step?.templates ?? []);
		expect((await savedTemplate('a', 0))?.result).toEqual(unsure);
		expect(await savedDecisions()).toEqual([]);
		const { steps, cards } = await later.queue('a', false);
		expect([steps, cards.length]).toEqual([[], 4]);
	});

	it('holds for a text at all its levels, and back', async () => {
		const { canonical } = templateRecord('a', 0, 0);
		await saveTemplates([
			{
				...templateRecord('a', 3, 1),
				canonical,
				level: 'error',
				result: { ...unsure, confidence: 0.7 }
			}
		]);
		const review = session();
		await review.decide('a', [{ template: 0, label: 'Routine' }]);
		for (const template of [0, 3])
			expect((await savedTemplate('a', template))?.result).toMatchObject({
				label: 'Routine',
				tier: 'human'
			});
		await review.undecide('a', [0]);
		expect((await savedTemplate('a', 0))?.result).toEqual(unsure);
		expect((await savedTemplate('a', 3))?.result).toEqual({ ...unsure, confidence: 0.7 });
	});

	it('keeps answers apart that come within one millisecond', async () => {
		vi.spyOn(Date, 'now').mockReturnValue(1_000_000);
		const quick = session();
		for (const template of [0, 1, 2]) await quick.decide('a', [{ template, label: 'Routine' }]);
		vi.restoreAllMocks();
		expect((await session().queue('a', false)).steps).toHaveLength(3);
	});

	it('leaves out decisions on other runs', async () => {
		await saveRun(runRecord('b', { rows: 0, bundleVersion: 'small-1' }));
		await session().decide('a', [{ template: 1, label: 'Routine' }]);
		expect((await session().queue('b', false)).steps).toEqual([]);
	});
});
