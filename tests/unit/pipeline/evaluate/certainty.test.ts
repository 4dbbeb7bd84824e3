import { describe, expect, it } from 'vitest';
import { LabelTree } from '../../../../src/lib/pipeline/bundle/label-tree';
import {
	certaintyScores,
	isRightAtNode,
	isSideRight,
	type SettledJudged
} from '../../../../src/lib/pipeline/evaluate/certainty';

const LABELS = [
	{ name: 'IOError', definition: '', problem: true },
	{ name: 'NetworkError', definition: '', problem: true },
	{ name: 'Routine', definition: '', family: 'routine' },
	{ name: 'Login', definition: '', family: 'activity' }
];
const TREE = new LabelTree(
	LABELS,
	LABELS.map(({ name }) => name)
);
const item = (change: Partial<SettledJudged>): SettledJudged => ({
	truth: 'IOError',
	also: [],
	predicted: 'NetworkError',
	confidence: 0.5,
	certainty: 'likely',
	family: 'problem',
	problem: 0.9,
	...change
});

describe('a judgement that stops at a family', () => {
	it('is right when the truth lies in it', () => {
		expect(isRightAtNode(item({}), TREE)).toBe(true);
		expect(isRightAtNode(item({ truth: 'Routine' }), TREE)).toBe(false);
		expect(isRightAtNode(item({ truth: 'Routine', also: ['IOError'] }), TREE)).toBe(true);
		expect(isRightAtNode(item({ truth: 'Login', family: 'no problem' }), TREE)).toBe(true);
		expect(isRightAtNode(item({ truth: 'Login', family: 'routine' }), TREE)).toBe(false);
	});

	it('that is sure must have the label', () => {
		expect(isRightAtNode(item({ certainty: 'sure' }), TREE)).toBe(false);
		expect(isRightAtNode(item({ certainty: 'sure', also: ['NetworkError'] }), TREE)).toBe(true);
	});

	it('has the side right or not', () => {
		expect(isSideRight(item({}), TREE)).toBe(true);
		expect(isSideRight(item({ predicted: 'Login' }), TREE)).toBe(false);
		expect(isSideRight(item({ predicted: 'Login', also: ['Routine'] }), TREE)).toBe(true);
	});

	it('is counted', () => {
		const items = [
			item({ certainty: 'sure', predicted: 'IOError' }),
			item({ certainty: 'sure' }),
			item({}),
			item({ certainty: 'unknown', truth: 'Routine', problem: 0.6 })
		];
		expect(certaintyScores(items, TREE)).toMatchObject({
			sideLenient: 0.75,
			sure: 0.5,
			sureLenient: 0.5,
			settled: 0.75,
			settledRight: 2 / 3
		});
	});
});
