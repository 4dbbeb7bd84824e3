import { expect, it } from 'vitest';
import { labelShift, meanProbabilities } from '../../../../src/lib/pipeline/train/label-shift';

const sure = (at: number): Float64Array => Float64Array.from([0, 1], (k) => (k === at ? 3 : 0));
const pool = (first: number, second: number): Float64Array[] => [
	...new Array<Float64Array>(first).fill(sure(0)),
	...new Array<Float64Array>(second).fill(sure(1))
];

it('finds no shift where labels are as frequent as expected', () => {
	const texts = pool(20, 20);
	const shift = labelShift(texts, meanProbabilities(texts));
	expect([...shift]).toEqual([expect.closeTo(0, 6), expect.closeTo(0, 6)]);
});

it('raises the label that is more frequent than expected', () => {
	const [first, second] = labelShift(pool(36, 4), [0.5, 0.5]) as [number, number];
	expect(first).toBeGreaterThan(0.4);
	expect(second).toBeLessThan(-0.8);
});

it('is nothing without texts', () => {
	expect([...labelShift([], [0.3, 0.7])]).toEqual([0, 0]);
});
