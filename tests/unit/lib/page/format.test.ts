import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	formatBytes,
	formatDate,
	formatDuration,
	formatTimeLeft
} from '../../../../src/lib/page/format';

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
