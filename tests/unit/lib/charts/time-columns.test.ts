import { describe, expect, it } from 'vitest';
import { formatSpan } from '../../../../src/lib/page/format';
import {
	columnName,
	columnsOfTime,
	dayOf,
	mostRows,
	tickNames
} from '../../../../src/lib/charts/time-columns';

const MARCH = Date.UTC(2026, 2, 1);

describe('columnsOfTime', () => {
	const time = {
		bins: { start: MARCH, width: 60_000, count: 3 },
		labels: [
			{ name: 'HttpStatus', rows: [1, 2, 3] },
			{ name: 'IOError', rows: [0, 5, 0] }
		],
		statuses: [{ name: '5xx' as const, rows: [0, 0, 3] }],
		range: [MARCH, MARCH + 170_000] as [number, number]
	};

	it('stacks labels in display order, or statuses', () => {
		expect(columnsOfTime(time, false, undefined).series.map(({ name }) => name)).toEqual([
			'IOError',
			'HttpStatus'
		]);
		expect(columnsOfTime(time, true, undefined).series.map(({ name }) => name)).toEqual(['5xx']);
	});

	it('pales what lies outside of the chosen range', () => {
		const { dim } = columnsOfTime(time, false, [MARCH + 60_000, MARCH + 120_000]);
		expect([0, 1, 2].map((at) => dim?.(at))).toEqual([true, false, true]);
	});

	it('knows the highest column', () => {
		expect(mostRows(time)).toEqual({ bin: 1, rows: 7 });
	});
});

describe('columnName', () => {
	it('is as precise as the column is wide', () => {
		const name = (width: number) => columnName({ start: MARCH, width, count: 9 }, 1);
		expect(name(86_400_000)).toBe('2 Mar 2026');
		expect(name(60_000)).toBe('1 Mar 2026, 00:01');
		expect(name(1_000)).toBe('1 Mar 2026, 00:00:01');
		expect(name(5)).toBe('1 Mar 2026, 00:00:00.005');
	});
});

describe('formatSpan', () => {
	it('names a round span', () => {
		expect([5, 1_000, 1_800_000, 7_200_000, 604_800_000].map(formatSpan)).toEqual([
			'5 ms',
			'1 s',
			'30 min',
			'2 h',
			'7 d'
		]);
	});
});

describe('tickNames', () => {
	const DAY = 86_400_000;

	it('says the day only where it differs', () => {
		const oneDay = { start: MARCH, width: 3_600_000, count: 24 };
		expect(tickNames(oneDay).slice(0, 2)).toEqual(['00:00', '01:00']);
		expect(dayOf(oneDay)).toBe('1 Mar 2026');
		const twoDays = { ...oneDay, count: 25 };
		expect(tickNames(twoDays).at(-1)).toBe('2 Mar, 00:00');
		expect(dayOf(twoDays)).toBeUndefined();
	});

	it('says the year only where it differs', () => {
		expect(tickNames({ start: MARCH, width: DAY, count: 2 })).toEqual(['1 Mar', '2 Mar']);
		const years = tickNames({ start: MARCH, width: 365 * DAY, count: 2 });
		expect(years).toEqual(['1 Mar 2026', '1 Mar 2027']);
	});
});
