import { describe, expect, it } from 'vitest';
import { thresholdCounts } from '../../src/lib/pipeline/threshold-counts';

const ANSWERS = [
	{ label: 'A', confidence: 0.9, rows: 10 },
	{ label: 'A', confidence: 0.6, rows: 5 },
	{ label: 'B', confidence: 0.8, rows: 30 }
];

describe('thresholdCounts', () => {
	it('counts rows on both sides and the error to expect', () => {
		expect(thresholdCounts(ANSWERS, 0.8, {})).toEqual({
			automated: 40,
			left: 5,
			expectedError: expect.closeTo((10 * 0.1 + 30 * 0.2) / 40, 12)
		});
		expect(thresholdCounts(ANSWERS, 0, {})).toMatchObject({ automated: 45, left: 0 });
		expect(thresholdCounts(ANSWERS, 1, {})).toEqual({ automated: 0, left: 45, expectedError: 0 });
	});

	it('lets a label have a threshold of its own', () => {
		expect(thresholdCounts(ANSWERS, 0.8, { A: 0.5, B: 0.95 })).toMatchObject({
			automated: 15,
			left: 30
		});
	});
});
