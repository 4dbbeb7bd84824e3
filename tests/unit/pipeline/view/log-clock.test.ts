import { describe, expect, it } from 'vitest';
import { atClock, clockName } from '../../../../src/lib/pipeline/view/log-clock';
import { clockOfTime } from '../../../../src/lib/pipeline/view/written-clock';

describe('the clock of a log', () => {
	it.each([
		['2026-11-29T18:06:01+05:30', 330],
		['[10/Oct/2026:13:55:36 -0700]', -420],
		['2026-11-29 18:06:01.123 +0200', 120],
		['2026-11-29T18:06:01,5Z', 0],
		['2026-11-29T18:06:01+02', 120],
		['20261129T180601+0200', 120],
		['Nov 29, 2026 6:06:01 PM CET', 60],
		['2026-11-29 18:06:01 UTC+1', 60],
		['Sun Nov 29 18:06:01 PST 2026', -480],
		['2026-11-29 18:06', 0],
		['2026-11-29', 0],
		['18 minutes ago, at 18:06:01+05:30', 0]
	])('of %s is %d minutes ahead of UTC', (time, minutes) => {
		expect(clockOfTime(time, 0, undefined)).toBe(minutes);
	});

	it('of a region is what it has at that time of the year', () => {
		const summer = '2026-07-29 18:06:01 Europe/Berlin';
		expect(clockOfTime(summer, Date.UTC(2026, 6, 29, 16, 6, 1), undefined)).toBe(120);
		const winter = '2026-11-29T18:06:01+01:00[Europe/Berlin]';
		expect(clockOfTime(winter, Date.UTC(2026, 10, 29, 17, 6, 1), undefined)).toBe(60);
		const unknown = '2026-11-29 18:06:01 Europe/Nowhere';
		expect(clockOfTime(unknown, 0, 'local')).toBe('local');
	});

	it('is that of this machine where times without a zone are read so', () => {
		expect(clockOfTime('2026-11-29 18:06:01', 0, 'local')).toBe('local');
		expect(clockOfTime('2026-11-29T18:06:01Z', 0, 'local')).toBe(0);
	});

	it('shows a moment', () => {
		expect(new Date(atClock(0, 330)).toISOString()).toBe('1970-01-01T05:30:00.000Z');
		const local = new Date(2026, 6, 1, 12, 30);
		expect(new Date(atClock(local.getTime(), 'local')).toISOString()).toBe(
			'2026-07-01T12:30:00.000Z'
		);
	});

	it('has a name', () => {
		expect([0, 330, -420, 'local' as const].map(clockName)).toEqual([
			'UTC',
			'UTC+05:30',
			'UTC−07:00',
			'local time'
		]);
	});
});
