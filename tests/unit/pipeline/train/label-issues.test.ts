import { describe, expect, it } from 'vitest';
import { labelIssues } from '../../../../src/lib/pipeline/train/label-issues';

const CLASSES = ['A', 'B'];

describe('labelIssues', () => {
	it('finds the labels that the probabilities contradict', () => {
		const given = ['A', 'A', 'A', 'B', 'B', 'B'];
		const rows = [
			[0.9, 0.1],
			[0.8, 0.2],
			[0.05, 0.95],
			[0.1, 0.9],
			[0.2, 0.8],
			[0.3, 0.7]
		];
		expect(labelIssues(CLASSES, given, rows)).toEqual([
			{ at: 2, given: 'A', suggested: 'B', givenProbability: 0.05, suggestedProbability: 0.95 }
		]);
	});

	it('does not doubt what is only unsure', () => {
		const rows = [
			[0.55, 0.45],
			[0.45, 0.55],
			[0.1, 0.9],
			[0.1, 0.9]
		];
		expect(labelIssues(CLASSES, ['A', 'A', 'B', 'B'], rows)).toEqual([]);
	});

	it('leaves labels alone that no head knows', () => {
		expect(
			labelIssues(
				CLASSES,
				['C', 'A'],
				[
					[0.1, 0.9],
					[0.9, 0.1]
				]
			)
		).toEqual([]);
	});
});
