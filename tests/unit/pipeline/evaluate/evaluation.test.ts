import { describe, expect, it } from 'vitest';
import { compareJudged, evaluate } from '../../../../src/lib/pipeline/evaluate/evaluation';
import type { Judged } from '../../../../src/lib/pipeline/evaluate/metrics';
import { seededRandom } from '../../../../training/random';

const judged = (truth: string, predicted: string, confidence = 0.5): Judged => ({
	truth,
	also: [],
	predicted,
	confidence
});
const many = (count: number, item: Judged): Judged[] => Array.from({ length: count }, () => item);

describe('evaluate', () => {
	const items = [
		judged('A', 'A', 0.9),
		judged('A', 'B', 0.6),
		judged('B', 'B', 0.8),
		judged('B', 'B', 0.7)
	];
	const result = evaluate(items, seededRandom(1));

	it('counts every pair of truth and prediction', () => {
		expect(result.labels).toEqual(['A', 'B']);
		expect(result.confusion).toEqual([
			[1, 1],
			[0, 2]
		]);
		expect(result).toMatchObject({ items: 4, accuracy: 0.75 });
		expect(result.macroF1).toBeCloseTo((2 / 3 + 0.8) / 2, 10);
	});

	it('follows the error of the surest part', () => {
		expect(result.riskCoverage).toEqual([
			{ threshold: 0.9, coverage: 0.25, risk: 0 },
			{ threshold: 0.8, coverage: 0.5, risk: 0 },
			{ threshold: 0.7, coverage: 0.75, risk: 0 },
			{ threshold: 0.6, coverage: 1, risk: 0.25 }
		]);
	});

	it('settles items of the same confidence together', () => {
		const equal = [judged('A', 'A', 0.9), judged('A', 'B', 0.9)];
		expect(evaluate(equal, seededRandom(1)).riskCoverage).toEqual([
			{ threshold: 0.9, coverage: 1, risk: 0.5 }
		]);
	});
});

describe('compareJudged', () => {
	const right = judged('A', 'A');
	const wrong = judged('A', 'B');
	/** `first` and `second` items that only the one has right, and `both` that both have. */
	const compare = (first: number, second: number, both = 0) =>
		compareJudged(
			[...many(first, right), ...many(second, wrong), ...many(both, right)],
			[...many(first, wrong), ...many(second, right), ...many(both, right)],
			seededRandom(1)
		);

	it('has the p-values of the exact McNemar test', () => {
		// 2 · Σ_{k ≤ b} C(n, k) / 2ⁿ by hand.
		expect(compare(1, 5).pValue).toBeCloseTo((2 * 7) / 64, 12);
		expect(compare(0, 5).pValue).toBeCloseTo(2 / 32, 12);
		expect(compare(3, 3).pValue).toBe(1);
		expect(compare(0, 0, 4).pValue).toBe(1);
	});

	it('is the same for many pairs, where it takes the normal distribution', () => {
		// z = (|480 − 560| − 1) / √1040 = 2.4497, two-sided 0.01430.
		expect(compare(480, 560).pValue).toBeCloseTo(0.0143, 4);
	});

	it('gives the difference with an interval', () => {
		const result = compare(2, 30, 68);
		expect(result).toMatchObject({
			items: 100,
			onlyFirst: 2,
			onlySecond: 30,
			accuracy: [0.7, 0.98]
		});
		expect(result.interval[0]).toBeGreaterThan(0.15);
		expect(result.interval[1]).toBeLessThan(0.42);
	});

	it('refuses different items', () => {
		expect(() => compareJudged([right], [], seededRandom(1))).toThrow('1 items cannot be compared');
	});
});
