import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Tier } from '../../../../src/lib/pipeline/types';
import { saveParts, saveRun } from '../../../../src/lib/store/db';
import { saveDecisions } from '../../../../src/lib/store/decision-store';
import {
	adaptToDecisions,
	undecidedMessages
} from '../../../../src/workers/teach/adapt-to-decisions';
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
async function storedRun(tiers: readonly [Tier, Tier]): Promise<StoredRun> {
	await saveRun(runRecord('run', { rows: 4, chunks: 2, templates: 3, rules: [rule()] }));
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
		expect(undecidedMessages(await storedRun(['head', 'head']))).toEqual([
			{
				canonical: 'text 0',
				level: 'none',
				embedding: Float32Array.of(0, 0, 0.6, 0.8)
			}
		]);
	});

	it.each(['human', 'llm'] as const)('are none that have a label of tier %s', async (tier) => {
		expect(undecidedMessages(await storedRun([tier, 'head']))).toEqual([]);
	});
});

describe('a retrained head', () => {
	beforeAll(() =>
		saveDecisions(
			Array.from({ length: 30 }, (_, at) => ({
				canonical: `message ${at}`,
				label: LABELS[at % 3] as string,
				decidedAt: at,
				runId: 'run',
				runName: 'run',
				source: 'web',
				embedding: AXES[at % 3] as Int8Array
			}))
		)
	);

	it('is the same whatever run it was retrained on, and says what it expects', async () => {
		const content = { bundle: smallBundle(), examples: undefined };
		const alone = await adaptToDecisions(content, [], ignored);
		const disk = Array.from({ length: 60 }, (_, at) => ({
			canonical: `other ${at}`,
			level: 'none' as const,
			embedding: Float32Array.of(1, 0, 0, 0)
		}));
		const skewed = await adaptToDecisions(content, disk, ignored);
		expect(skewed.content.bundle).toEqual(alone.content.bundle);
		expect(skewed.content.bundle.expected?.taught?.texts).toBe(30);
		expect(skewed.decisions).toBe(30);
		expect(skewed.agreement).toBe(1);
	});
});
