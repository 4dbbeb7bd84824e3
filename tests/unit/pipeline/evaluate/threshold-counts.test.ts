import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	thresholdCounts,
	type HeadAnswer
} from '../../../../src/lib/pipeline/evaluate/threshold-counts';

const answer = (label: string, confidence: number, rows: number): HeadAnswer => ({
	label,
	confidence,
	rows,
	routed: false
});
const ANSWERS = [answer('A', 0.9, 10), answer('A', 0.6, 5), answer('B', 0.8, 30)];
const UNKNOWN: HeadAnswer = { confidence: 0.99, rows: 7, routed: false };
const ROUTED: HeadAnswer = { ...answer('B', 0.95, 2), routed: true };
const at = (confidence: number, perClass = {}) => ({ confidence, perClass });

describe('thresholdCounts', () => {
	it('counts rows on both sides and the error to expect', () => {
		expect(thresholdCounts(ANSWERS, at(0.8), 0)).toMatchObject({
			automated: { rows: 40, messages: 2 },
			toLlm: { rows: 0, messages: 0 },
			toReview: { rows: 5, messages: 1 },
			expectedError: expect.closeTo((10 * 0.1 + 30 * 0.2) / 40, 12)
		});
		expect(thresholdCounts(ANSWERS, at(0), 0).toReview).toEqual({ rows: 0, messages: 0 });
		expect(thresholdCounts(ANSWERS, at(1), 0)).toMatchObject({
			automated: { rows: 0 },
			toReview: { rows: 45 },
			expectedError: 0
		});
	});

	it('lets a label have a threshold of its own, and counts each label by itself', () => {
		const { automated, byLabel } = thresholdCounts(ANSWERS, at(0.8, { A: 0.5, B: 0.95 }), 0);
		expect(automated.rows).toBe(15);
		expect(byLabel.get('A')).toEqual({
			settled: 15,
			rows: 15,
			expectedError: expect.closeTo((10 * 0.1 + 5 * 0.4) / 15, 12)
		});
		expect(byLabel.get('B')).toEqual({ settled: 0, rows: 30, expectedError: 0 });
	});

	it('asks a language model about the most frequent uncertain messages, as many as it may, and leaves the rest to a person', () => {
		const many = [answer('A', 0.1, 3), answer('A', 0.2, 9), answer('B', 0.3, 4)];
		expect(thresholdCounts(many, at(0.5), 2)).toMatchObject({
			toLlm: { rows: 13, messages: 2 },
			toReview: { rows: 3, messages: 1 }
		});
		expect(thresholdCounts(many, at(0.5), 50)).toMatchObject({
			toLlm: { rows: 16, messages: 3 },
			toReview: { rows: 0, messages: 0 }
		});
	});

	it('never settles what is unlike anything known', () => {
		expect(thresholdCounts([UNKNOWN], at(0), 0).toReview).toEqual({ rows: 7, messages: 1 });
		expect(thresholdCounts([UNKNOWN], at(0), 1).toLlm).toEqual({ rows: 7, messages: 1 });
	});

	it('asks a language model about what a rule routes there, and settles it by the head where none is used', () => {
		expect(thresholdCounts([ROUTED], at(0.8), 1).toLlm).toEqual({ rows: 2, messages: 1 });
		expect(thresholdCounts([ROUTED], at(0.8), 0).automated).toEqual({ rows: 2, messages: 1 });
	});

	it('puts every row into one of the three, whatever the threshold and the budget', () => {
		const answers = fc.array(
			fc.record({
				label: fc.option(fc.constantFrom('A', 'B'), { nil: undefined }),
				confidence: fc.double({ min: 0, max: 1, noNaN: true }),
				rows: fc.integer({ min: 1, max: 1_000 }),
				routed: fc.boolean()
			})
		);
		fc.assert(
			fc.property(
				answers,
				fc.double({ min: 0, max: 1, noNaN: true }),
				fc.nat(20),
				(given, t, budget) => {
					const known = given.map(({ label, ...rest }) =>
						label === undefined ? rest : { label, ...rest }
					);
					const { automated, toLlm, toReview } = thresholdCounts(known, at(t), budget);
					const sum = (key: 'rows' | 'messages'): number =>
						automated[key] + toLlm[key] + toReview[key];
					expect(sum('messages')).toBe(given.length);
					expect(sum('rows')).toBe(given.reduce((all, { rows }) => all + rows, 0));
					expect(toLlm.messages).toBeLessThanOrEqual(budget);
				}
			)
		);
	});
});
