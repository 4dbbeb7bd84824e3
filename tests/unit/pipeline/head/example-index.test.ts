import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExampleIndex, quantise } from '../../../../src/lib/pipeline/head/example-index';

const DIMENSIONS = 3;
const vector = fc.array(fc.integer({ min: -127, max: 127 }), {
	minLength: DIMENSIONS,
	maxLength: DIMENSIONS
});

describe('ExampleIndex', () => {
	it('finds what brute force finds', () => {
		fc.assert(
			fc.property(
				fc.array(vector, { maxLength: 30 }),
				vector,
				fc.integer({ min: 1, max: 8 }),
				(examples, query, count) => {
					const texts = examples.map((_, i) => `text ${i}`);
					const labels = examples.map((_, i) => `label ${i % 3}`);
					const index = new ExampleIndex(
						texts,
						labels,
						Int8Array.from(examples.flat()),
						DIMENSIONS
					);
					const expected = examples
						.map((example, i) => ({
							text: texts[i],
							label: labels[i],
							similarity:
								example.reduce((sum, value, d) => sum + value * (query[d] as number), 0) / 127 ** 2
						}))
						.sort((a, b) => b.similarity - a.similarity)
						.slice(0, count);
					expect(index.nearest(Int8Array.from(query), count)).toEqual(expected);
					expect(index.size).toBe(examples.length);
				}
			),
			{ numRuns: 500 }
		);
	});

	it('gives similarity 1 to itself', () => {
		const same = quantise(Float32Array.of(0.6, 0.8, 0));
		const index = new ExampleIndex(['t'], ['l'], same, DIMENSIONS);
		expect(index.nearest(same, 1)[0]?.similarity).toBeCloseTo(1, 2);
	});

	it('refuses columns of different lengths', () => {
		expect(() => new ExampleIndex(['t'], [], new Int8Array(3), 3)).toThrow(/1 texts.*got 0/);
		expect(() => new ExampleIndex(['t'], ['l'], new Int8Array(4), 3)).toThrow(
			/3 numbers \(got 4\)/
		);
	});
});

describe('quantise', () => {
	it('scales to 127 and rounds', () => {
		expect([...quantise(Float32Array.of(1, -1, 0.5, 0))]).toEqual([127, -127, 64, 0]);
	});
});
