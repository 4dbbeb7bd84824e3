import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	formatAmount,
	formatBytes,
	formatCount,
	formatDate,
	formatDuration,
	formatShare,
	formatTimeLeft
} from '../../../../src/lib/page/format';

describe('counts', () => {
	it('group thousands', () => {
		expect([0, 999, 12_403, 1_000_000].map(formatCount)).toEqual([
			'0',
			'999',
			'12,403',
			'1,000,000'
		]);
	});

	it('take an s unless it is one', () => {
		expect([0, 1, 2, 12_403].map((rows) => formatAmount(rows, 'row'))).toEqual([
			'0 rows',
			'1 row',
			'2 rows',
			'12,403 rows'
		]);
	});
});

describe('formatShare', () => {
	it('has one digit after the point at most', () => {
		expect(formatShare(438, 1_000)).toBe('43.8%');
		expect(formatShare(1, 2)).toBe('50%');
		expect(formatShare(1, 3)).toBe('33.3%');
	});

	it('says 0% and 100% only when it is so', () => {
		expect([formatShare(0, 0), formatShare(0, 5), formatShare(5, 5)]).toEqual(['0%', '0%', '100%']);
		expect([formatShare(1, 100_000), formatShare(99_999, 100_000)]).toEqual(['<0.1%', '>99.9%']);
		expect([formatShare(1, 2_000), formatShare(1_999, 2_000)]).toEqual(['0.1%', '>99.9%']);
		fc.assert(
			fc.property(fc.integer({ min: 2, max: 1_000_000 }), fc.nat(), (whole, seed) => {
				const part = 1 + (seed % (whole - 1));
				expect(['0%', '100%']).not.toContain(formatShare(part, whole));
			})
		);
	});
});

describe('formatBytes', () => {
	it('counts in decimal units', () => {
		const sizes = [0, 999, 1_000, 1_500, 23_456, 23_529_439, 1_234_000_000];
		expect(sizes.map(formatBytes)).toEqual([
			'0 B',
			'999 B',
			'1.0 kB',
			'1.5 kB',
			'23 kB',
			'23.5 MB',
			'1.23 GB'
		]);
	});
});

describe('formatDuration', () => {
	it('takes the unit that fits', () => {
		const times = [0, 240.4, 6_200, 59_900, 60_000, 200_000, 7_500_000];
		expect(times.map(formatDuration)).toEqual([
			'0 ms',
			'240 ms',
			'6.2 s',
			'59.9 s',
			'1 min 0 s',
			'3 min 20 s',
			'2 h 5 min'
		]);
	});

	it('carries over what it rounds up', () => {
		const times = [999.7, 59_960, 119_700, 3_599_800];
		expect(times.map(formatDuration)).toEqual(['1.0 s', '1 min 0 s', '2 min 0 s', '1 h 0 min']);
	});

	it('never has sixty of a smaller unit', () => {
		fc.assert(
			fc.property(fc.double({ min: 0, max: 1e8, noNaN: true }), (milliseconds) => {
				expect(formatDuration(milliseconds)).not.toMatch(/\b60(\.0)? (s|min)|\b1000 ms/);
			})
		);
	});
});

describe('formatTimeLeft', () => {
	it('goes in steps', () => {
		const times = [0, 4_999, 5_000, 5_001, 38_000, 60_000, 280_000, 3_600_000, 5_400_000];
		expect(times.map(formatTimeLeft)).toEqual([
			'a few seconds',
			'a few seconds',
			'about 5 s',
			'about 10 s',
			'about 40 s',
			'about 1 min',
			'about 5 min',
			'about 1.0 h',
			'about 1.5 h'
		]);
	});
});

describe('formatDate', () => {
	it('is short and without seconds', () => {
		const noon = new Date(2026, 10, 4, 17, 20, 59).getTime();
		expect(formatDate(noon)).toMatch(/^4 Nov 2026,? (at )?17:20$/);
	});
});
