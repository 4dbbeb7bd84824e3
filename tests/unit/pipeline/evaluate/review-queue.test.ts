import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	reviewOrder,
	type ReviewCandidate
} from '../../../../src/lib/pipeline/evaluate/review-queue';

const along = (axis: number): Int8Array =>
	Int8Array.from({ length: 4 }, (_, d) => (d === axis ? 127 : 0));
const candidate = (change: Partial<ReviewCandidate>): ReviewCandidate => ({
	template: 0,
	rows: 1,
	confidence: 0.5,
	...change
});

describe('reviewOrder', () => {
	it('asks about what is less sure, and about what more rows depend on', () => {
		const sure = candidate({ confidence: 0.9 });
		const unsure = candidate({ confidence: 0.2 });
		expect(reviewOrder([sure, unsure])).toEqual([1, 0]);
		expect(reviewOrder([candidate({ rows: 2 }), candidate({ rows: 2_000 })])).toEqual([1, 0]);
	});

	it('weighs rows times doubt: many rows that are almost sure against few that are open', () => {
		const many = candidate({ rows: 1_000, confidence: 0.95 });
		const few = candidate({ rows: 60, confidence: 0.1 });
		const some = candidate({ rows: 40, confidence: 0.1 });
		expect(reviewOrder([some, many, few])).toEqual([2, 1, 0]);
	});

	it('lets what repeats a question wait', () => {
		const twins = [0.1, 0.2].map((confidence) => candidate({ confidence, embedding: along(0) }));
		const other = candidate({ confidence: 0.8, embedding: along(1) });
		expect(reviewOrder([...twins, other])).toEqual([0, 2, 1]);
	});

	it('counts what was asked before', () => {
		const known = candidate({ confidence: 0.1, embedding: along(0) });
		const other = candidate({ confidence: 0.8, embedding: along(1) });
		expect(reviewOrder([known, other])).toEqual([0, 1]);
		expect(reviewOrder([known, other], [along(0)])).toEqual([1, 0]);
	});

	it('names every candidate once, up to the limit', () => {
		const candidates = fc.array(
			fc.record({
				template: fc.nat(),
				rows: fc.nat(1_000),
				confidence: fc.double({ min: 0, max: 1, noNaN: true }),
				embedding: fc.option(fc.nat(3).map(along), { nil: undefined })
			})
		);
		fc.assert(
			fc.property(candidates, fc.nat(20), (list, limit) => {
				const order = reviewOrder(list, [], limit);
				expect(order).toHaveLength(Math.min(limit, list.length));
				expect(new Set(order).size).toBe(order.length);
				const all = reviewOrder(list);
				expect([...all].sort((a, b) => a - b)).toEqual(list.map((_, at) => at));
				expect(all.slice(0, limit)).toEqual(order);
			})
		);
	});
});
