import { describe, expect, it } from 'vitest';
import { atClock, clockName, clockOfTime } from '../../../../src/lib/pipeline/view/log-clock';

describe('the clock of a log', () => {
	it.each([
		['2026-11-29T18:06:01+05:30', 330],
		['[10/Oct/2026:13:55:36 -0700]', -420],
		['2026-11-29 18:06:01.123 +0200', 120],
		['2026-11-29T18:06:01,5Z', 0],
		['2026-11-29 18:06', 0],
		['2026-11-29', 0]
	])('of %s is %d minutes ahead of UTC', (time, minutes) => {
		expect(clockOfTime(time, undefined)).toBe(minutes);
	});

	it('is that of this machine where times without a zone are read so', () => {
		expect(clockOfTime('2026-11-29 18:06:01', 'local')).toBe('local');
		expect(clockOfTime('2026-11-29T18:06:01Z', 'local')).toBe(0);
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
