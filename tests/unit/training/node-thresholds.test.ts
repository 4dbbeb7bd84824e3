import { describe, expect, it } from 'vitest';
import { groupErrors, nodeThreshold, type NodeAnswer } from '../../../training/node-thresholds';
import { seededRandom } from '../../../training/random';

/** Systems of 100 answers each; those from `bar` up are wrong with the system's own rate, the others always. */
function answers(rates: readonly number[], bar: number): NodeAnswer[] {
	const random = seededRandom(7);
	return rates.flatMap((rate, system) =>
		Array.from({ length: 100 }, (_, n) => {
			const confidence = 0.5 + n / 200;
			const right = confidence >= bar && random() >= rate;
			return { system: `s${system}`, confidence, right };
		})
	);
}

describe('nodeThreshold', () => {
	it('settles what is right often enough, and no more', () => {
		const threshold = nodeThreshold(answers(new Array<number>(60).fill(0.02), 0.8), 0.05);
		expect(threshold).toBeGreaterThan(0.77);
		expect(threshold).toBeLessThan(0.82);
	});

	it('asks for more where systems differ much than where all are alike', () => {
		const even = new Array<number>(60).fill(0.03);
		const uneven = even.map((_, at) => (at % 10 === 0 ? 0.3 : 0));
		expect(nodeThreshold(answers(uneven, 0.6), 0.05)).toBeGreaterThan(
			nodeThreshold(answers(even, 0.6), 0.05)
		);
	});

	it('never settles what keeps no promise at any threshold', () => {
		expect(nodeThreshold(answers(new Array<number>(60).fill(0.2), 0.5), 0.05)).toBe(1);
	});
});

describe('groupErrors', () => {
	it('keeps a system together and leaves no small group', () => {
		const errors = groupErrors(answers(new Array<number>(10).fill(0), 0.5), seededRandom(1));
		// Ten systems of a hundred answers make three groups of at least three hundred.
		expect(errors).toEqual([0, 0, 0]);
	});
});
