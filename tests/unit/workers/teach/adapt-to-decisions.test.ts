import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Tier } from '../../../../src/lib/pipeline/types';
import { saveParts, saveRun } from '../../../../src/lib/store/db';
import { deleteDecisions, saveDecisions } from '../../../../src/lib/store/decision-store';
import { adaptToDecisions, surroundingsIn } from '../../../../src/workers/teach/adapt-to-decisions';
import type { RunRecord } from '../../../../src/lib/store/schema';
import { StoredRun } from '../../../../src/workers/run/stored-run';
import { chunkRecord, runRecord, templateRecord } from '../../support/records';
import { rule, smallBundle } from '../../support/small-bundle';

const AXES = [
	Int8Array.of(127, 0, 0, 0),
	Int8Array.of(0, 127, 0, 0),
	Int8Array.of(0, 0, 127, 0)
] as const;
const LABELS = ['IOError', 'NetworkError', 'Routine'] as const;
const ignored = (): void => undefined;

function template(index: number, tier: Tier) {
	const result = {
		label: 'Routine',
		confidence: 0.5,
		tier,
		certainty: 'unknown' as const,
		family: 'no problem',
		familyConfidence: 0.5,
		needsReview: true,
		top: []
	};
	return {
		...templateRecord('run', index, 0),
		result: { ...result, embedding: Int8Array.of(0, 0, 60, 80) }
	};
}

/** Two rows a chunk: the first of template 0, the second of template 1 and settled by the rule where there is one. */
async function storedRun(
	tiers: readonly [Tier, Tier],
	change: Partial<RunRecord> = {}
): Promise<StoredRun> {
	await saveRun(runRecord('run', { rows: 4, chunks: 2, templates: 3, rules: [rule()], ...change }));
	const templates = [...tiers, 'head' as const].map((tier, index) => template(index, tier));
	await saveParts([
		{ chunk: chunkRecord('run', 0), texts: ['first\nsecond\n'], templates },
		{ chunk: chunkRecord('run', 1), texts: ['first\nsecond\n'], templates: [] }
	]);
	return StoredRun.openEnded('run');
}

describe('what nobody decided', () => {
	it('are the messages that the head labelled, with their embeddings at unit length', async () => {
		// Rule rows are settled, and the third template has no rows.
		expect(surroundingsIn(await storedRun(['head', 'head'])).messages).toEqual([
			{
				canonical: 'text 0',
				level: 'none',
				embedding: Float32Array.of(0, 0, 0.6, 0.8)
			}
		]);
	});

	it.each(['human', 'llm'] as const)('are none that have a label of tier %s', async (tier) => {
		expect(surroundingsIn(await storedRun([tier, 'head'])).messages).toEqual([]);
	});
});

describe('the shares of a run', () => {
	it.each([true, false])('count in a retraining as they do in the run: %s', async (shares) => {
		expect(surroundingsIn(await storedRun(['head', 'head'], { shares })).shares).toBe(shares);
	});
});

describe('a retrained head', () => {
	const among = (messages: ReturnType<typeof surroundingsIn>['messages'], shares?: boolean) => ({
		messages,
		shares
	});
	const decision = (at: number, label: string, embedding: Int8Array) => ({
		canonical: `message ${at}`,
		label,
		decidedAt: at,
		runId: 'run',
		runName: 'run',
		source: 'web',
		embedding
	});

	beforeAll(() =>
		saveDecisions(
			Array.from({ length: 30 }, (_, at) =>
				decision(at, LABELS[at % 3] as string, AXES[at % 3] as Int8Array)
			)
		)
	);

	it('is the same whatever run it was retrained on, and says what it expects', async () => {
		const content = { bundle: smallBundle(), examples: undefined };
		const alone = await adaptToDecisions(content, among([]), ignored);
		const disk = Array.from({ length: 60 }, (_, at) => ({
			canonical: `other ${at}`,
			level: 'none' as const,
			embedding: Float32Array.of(1, 0, 0, 0)
		}));
		const skewed = await adaptToDecisions(content, among(disk), ignored);
		expect(skewed.content.bundle).toEqual(alone.content.bundle);
		expect(skewed.content.bundle.expected?.taught?.texts).toBe(30);
		expect(skewed.decisions).toBe(30);
		expect(skewed.agreement).toMatchObject({ answers: 30, after: 30, lost: 0 });
		expect(skewed.agreement.gained).toBe(30 - skewed.agreement.before);
	});

	it('is compared only on answers that the head before had not learned from', async () => {
		const first = await adaptToDecisions({ bundle: smallBundle() }, among([]), ignored);
		const again = await adaptToDecisions(first.content, among([]), ignored);
		expect(again.decisions).toBe(30);
		expect(again.agreement).toEqual({ answers: 0, before: 0, after: 0, lost: 0, gained: 0 });
		await saveDecisions([decision(30, 'Routine', Int8Array.of(0, 0, 0, 127))]);
		const later = await adaptToDecisions(first.content, among([]), ignored);
		await deleteDecisions(['message 30']);
		expect(later.decisions).toBe(31);
		expect(later.agreement.answers).toBe(1);
	});

	it('is compared by what the messages of the run say of each other, unless the run does without', async () => {
		const content = { bundle: smallBundle() };
		const disk = Array.from({ length: 500 }, (_, at) => ({
			canonical: `other ${at}`,
			level: 'none' as const,
			embedding: Float32Array.of(1, 0, 0, 0)
		}));
		const alone = await adaptToDecisions(content, among([]), ignored);
		const skewed = await adaptToDecisions(content, among(disk), ignored);
		const without = await adaptToDecisions(content, among(disk, false), ignored);
		expect(without.agreement).toEqual(alone.agreement);
		expect(skewed.agreement.before).not.toBe(alone.agreement.before);
	});
});
