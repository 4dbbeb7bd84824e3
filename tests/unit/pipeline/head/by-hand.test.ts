import { describe, expect, it } from 'vitest';
import { LabelTree } from '../../../../src/lib/pipeline/bundle/label-tree';
import { decidedByHand, withoutDecision } from '../../../../src/lib/pipeline/head/by-hand';
import type { Classification } from '../../../../src/lib/pipeline/types';

const TREE = new LabelTree(
	[
		{ name: 'IOError', definition: '', problem: true, family: 'problem' },
		{ name: 'Routine', definition: '', family: 'routine' }
	],
	['IOError', 'Routine']
);
const GUESS: Classification = {
	label: 'Routine',
	confidence: 0.6,
	tier: 'none',
	certainty: 'unknown',
	family: 'routine',
	familyConfidence: 0.6,
	problem: 0.4,
	needsReview: true,
	top: [{ label: 'Routine', probability: 0.6 }],
	probabilities: Float32Array.of(0.4, 0.6),
	embedding: Int8Array.of(127, 0),
	reason: 'Not sure.'
};

describe('decidedByHand', () => {
	it('is sure of what a person said, and keeps the evidence', () => {
		expect(decidedByHand('IOError', TREE, GUESS)).toMatchObject({
			label: 'IOError',
			confidence: 1,
			tier: 'human',
			certainty: 'sure',
			family: 'problem',
			needsReview: false,
			probabilities: GUESS.probabilities,
			embedding: GUESS.embedding
		});
	});

	it('leads back to what was made of the message otherwise, however often it was decided', () => {
		const twice = decidedByHand('Routine', TREE, decidedByHand('IOError', TREE, GUESS));
		expect(twice.label).toBe('Routine');
		expect(withoutDecision(twice)).toEqual(GUESS);
		expect(withoutDecision(GUESS)).toBe(GUESS);
	});

	it('leads back to nothing where nothing else was asked', () => {
		expect(withoutDecision(decidedByHand('IOError', TREE))).toBeUndefined();
	});
});
