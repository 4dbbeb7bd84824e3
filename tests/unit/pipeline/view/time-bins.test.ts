import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binOf, timeBins } from '../../../../src/lib/pipeline/view/time-bins';

describe('timeBins', () => {
	it('covers the whole range with few bins', () => {
		const moment = fc.integer({ min: -6e12, max: 6e13 });
		fc.assert(
			fc.property(moment, moment, fc.integer({ min: 3, max: 100 }), (a, b, most) => {
				const [from, to] = [Math.min(a, b), Math.max(a, b)];
				const bins = timeBins(from, to, most);
				expect(bins.count).toBeLessThanOrEqual(most);
				expect(binOf(bins, from)).toBe(0);
				expect(binOf(bins, to)).toBe(bins.count - 1);
			})
		);
	});

	it('takes widths that people count in', () => {
		const hour = 3_600_000;
		expect(timeBins(0, 24 * hour, 72).width).toBe(30 * 60_000);
		expect(timeBins(0, 59_000, 72).width).toBe(1_000);
		expect(timeBins(5, 5, 72)).toEqual({ start: 5, width: 1, count: 1 });
	});

	it('has no bin for what lies outside or has no time', () => {
		const bins = { start: 0, width: 10, count: 2 };
		expect([-1, 0, 19, 20, NaN].map((time) => binOf(bins, time))).toEqual([-1, 0, 1, -1, -1]);
	});
});
