import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TimeContext } from '../../../../src/lib/pipeline/read/time-layouts';
import { TimeReader } from '../../../../src/lib/pipeline/read/time-reader';

const at = (iso: string): number => new Date(iso).getTime();
const NOVEMBER = at('2026-11-24T12:00:00Z');

const read = (text: string, change: Partial<TimeContext> = {}): number =>
	new TimeReader({ zone: 'utc', reference: NOVEMBER, dayFirst: false, ...change }).read(text);

const digits = (size: number, max: number): fc.Arbitrary<string> =>
	fc.nat(max).map((n) => String(n).padStart(size, '0'));

describe('TimeReader', () => {
	it('reads a fraction behind a colon as it reads one behind a point, also after others of the same hour', () => {
		const reader = new TimeReader({ zone: 'utc', reference: NOVEMBER, dayFirst: false });
		const times = ['10:00:00', '10:00:01', '10:01:00', '10:59:59'];
		for (const time of times)
			expect(reader.read(`11/2/26 ${time}:123`), time).toBe(at(`2026-11-02T${time}.123Z`));
	});

	it('reads plain ISO times as it reads the same with slashes, also after others of the same day', () => {
		const time = fc
			.tuple(
				fc.constantFrom('2024', '2023', '0099', '1970'),
				digits(2, 13),
				digits(2, 32),
				fc.constantFrom(' ', 'T'),
				digits(2, 25),
				digits(2, 61),
				digits(2, 61),
				fc.option(digits(3, 999), { nil: undefined })
			)
			.map(([year, month, day, between, h, m, s, ms]) => {
				const fraction = ms === undefined ? '' : `.${ms}`;
				return `${year}-${month}-${day}${between}${h}:${m}:${s}${fraction}`;
			});
		fc.assert(
			fc.property(
				fc.array(time, { minLength: 1, maxLength: 6 }),
				fc.constantFrom('utc', 'local'),
				(texts, zone) => {
					const reader = new TimeReader({ zone, reference: NOVEMBER, dayFirst: false });
					for (const text of texts) {
						for (const same of [text, `${text}Z`]) {
							const expected = read(same.replaceAll('-', '/'), { zone });
							if (Number.isNaN(expected)) expect(reader.read(same)).toBeNaN();
							else expect(reader.read(same)).toBeCloseTo(expected, 6);
						}
					}
				}
			),
			{ numRuns: 2_000 }
		);
	});

	it.each([
		['2024-03-01T10:15:30.250Z', '2024-03-01T10:15:30.250Z'],
		['2024-03-01 10:15:30,250', '2024-03-01T10:15:30.250Z'],
		['2024-03-01T10:15:30.123456Z', '2024-03-01T10:15:30.123Z'],
		['2024/03/01 10:15', '2024-03-01T10:15:00Z'],
		['2024-03-01', '2024-03-01T00:00:00Z'],
		['2024-03-01T10:15:30+05:30', '2024-03-01T04:45:30Z'],
		['2024-03-01T10:15:30 -0800', '2024-03-01T18:15:30Z'],
		['2024-03-01T10:15:30.5+01:00[Europe/Paris]', '2024-03-01T09:15:30.500Z'],
		['2024-03-01 10:15:30 CET', '2024-03-01T09:15:30Z'],
		['2024-03-01 10:15:30 PM', '2024-03-01T22:15:30Z'],
		['2024-03-01 10:15:30.250 p. m.', '2024-03-01T22:15:30.250Z'],
		['2024-03-01T12:15:30 AM+01:00', '2024-02-29T23:15:30Z'],
		['3/1/2024 1:15:30\u202fPM', '2024-03-01T13:15:30Z'],
		['3/1/2024, 1:15 PM EST', '2024-03-01T18:15:00Z'],
		['2024-03-01t10:15:30z', '2024-03-01T10:15:30Z'],
		['2024-03-01T10:15:30-03', '2024-03-01T13:15:30Z'],
		['2024-03-01 10:15:30 UTC+5', '2024-03-01T05:15:30Z'],
		['2024-03-01 10:15:30 GMT-03:30', '2024-03-01T13:45:30Z'],
		['2024-07-01 10:15:30 Europe/Berlin', '2024-07-01T08:15:30Z'],
		['2024-03-01 10:15:30 America/New_York', '2024-03-01T15:15:30Z'],
		['[2024-03-01 10:15:30]', '2024-03-01T10:15:30Z'],
		['2024-03-01_10:15:30', '2024-03-01T10:15:30Z'],
		['2024.03.01-10.15.30:250', '2024-03-01T10:15:30.250Z'],
		['20240301T101530Z', '2024-03-01T10:15:30Z'],
		['20240301 10:15:30.250', '2024-03-01T10:15:30.250Z'],
		['20240301101530', '2024-03-01T10:15:30Z'],
		['01-Mar-2024 10:15:30.250', '2024-03-01T10:15:30.250Z'],
		['01-MAR-24 10.15.30.250000 PM', '2024-03-01T22:15:30.250Z'],
		['1. März 2024 10:15:30', '2024-03-01T10:15:30Z'],
		['1 févr. 2024 à 10:15:30', '2024-02-01T10:15:30Z'],
		['Mar 1, 2024 @ 10:15:30.250', '2024-03-01T10:15:30.250Z'],
		['2024年3月1日 下午10:15:30', '2024-03-01T22:15:30Z'],
		['Fri 2024-03-01 10:15:30.250000 CET', '2024-03-01T09:15:30.250Z'],
		['1.70928813e9', '2024-03-01T10:15:30Z'],
		['1709288130250000001', '2024-03-01T10:15:30.250Z'],
		['2024-03-01-10.15.30.250000', '2024-03-01T10:15:30.250Z'],
		['  2024-03-01T10:15:30Z\t', '2024-03-01T10:15:30Z'],
		['Fri, 01 Mar 2024 10:15:30 GMT', '2024-03-01T10:15:30Z'],
		['Mar 1 2024 10:15:30', '2024-03-01T10:15:30Z'],
		['Mar  1, 2024 10:15:30', '2024-03-01T10:15:30Z'],
		['Fri Mar 01 10:15:30.250000 2024', '2024-03-01T10:15:30.250Z'],
		['Fri Mar  1 10:15:30 PST 2024', '2024-03-01T18:15:30Z'],
		['01/Mar/2024:10:15:30 +0100', '2024-03-01T09:15:30Z'],
		['240301 101530', '2024-03-01T10:15:30Z'],
		['3/1/2024 1:15:30 PM', '2024-03-01T13:15:30Z'],
		['3/1/2024 12:15:30 AM', '2024-03-01T00:15:30Z'],
		['01.03.2024 10:15:30', '2024-03-01T10:15:30Z'],
		['13/03/2024 10:15:30', '2024-03-13T10:15:30Z'],
		['1709288130', '2024-03-01T10:15:30Z'],
		['1709288130.25', '2024-03-01T10:15:30.250Z'],
		['1709288130250', '2024-03-01T10:15:30.250Z'],
		['1709288130250000', '2024-03-01T10:15:30.250Z'],
		['1709288130250000000', '2024-03-01T10:15:30.250Z']
	])('reads %j', (text, iso) => {
		expect(Math.round(read(text))).toBe(at(iso));
	});

	it.each([
		'',
		'   ',
		'yesterday',
		'n/a',
		'5',
		'12.5',
		'153',
		'took 5',
		'99:99:99',
		'12:30:00',
		'2024-13-01',
		'2024-02-30 10:00:00',
		'__proto__',
		'2024-03-01 10:15:30 constructor'
	])('finds no time in %j', (text) => {
		expect(read(text)).toBeNaN();
	});

	it('gives the same, whatever was read before', () => {
		const texts = ['Mar 1 10:15:30', '0301 10:15:30.5', '2024-03-01 10:15', '', '1709288130', 'x'];
		const reader = new TimeReader({ zone: 'utc', reference: NOVEMBER, dayFirst: false });
		for (const first of texts)
			for (const second of texts) {
				reader.read(first);
				expect(reader.read(second)).toEqual(read(second));
			}
	});
});

describe('TimeReader: times of one day', () => {
	/** Days of one offset and of two, of one year and of two. */
	const forms = [
		['2024/03/30 ', ' Europe/Berlin'],
		['2024/03/31 ', ' Europe/Berlin'],
		['2024/10/27 ', '[Europe/Berlin]'],
		['2024/03/30 ', ''],
		['30/Mar/2024:', ' +0100'],
		['Nov 24 ', ''],
		['Nov 25 ', ''],
		['11-24 ', ''],
		['3/30/2024 ', ' AM'],
		['3/30/2024 ', ' PM'],
		['2024年3月30日 下午', ''],
		['2024年3月30日 上午', '']
	] as const;

	it('are read as each by itself, whatever was read before', () => {
		const clock = fc
			.tuple(
				digits(2, 25),
				digits(2, 60),
				digits(2, 60),
				fc.constantFrom('', '.5', '.250', '.123456')
			)
			.map(([h, m, s, fraction]) => `${h}:${m}:${s}${fraction}`);
		const time = fc
			.tuple(fc.constantFrom(...forms), clock)
			.map(([[before, after], clock]) => before + clock + after);
		const ofOneDay = fc
			.tuple(fc.constantFrom(...forms), fc.array(clock, { minLength: 2, maxLength: 6 }))
			.map(([[before, after], clocks]) => clocks.map((clock) => before + clock + after));
		fc.assert(
			fc.property(
				fc.oneof(ofOneDay, fc.array(time, { minLength: 2, maxLength: 6 })),
				fc.constantFrom('utc', 'local'),
				(texts, zone) => {
					const reader = new TimeReader({ zone, reference: NOVEMBER, dayFirst: false });
					for (const text of texts) {
						const expected = read(text, { zone });
						if (Number.isNaN(expected)) expect(reader.read(text)).toBeNaN();
						// Microseconds are rounded differently.
						else expect(reader.read(text)).toBeCloseTo(expected, 2);
					}
				}
			),
			{ numRuns: 2_000 }
		);
	});
});

describe('TimeReader: a date without a year', () => {
	it.each([
		['Nov 24 11:00:00', '2026-11-24T12:00:00Z', '2026-11-24T11:00:00Z'],
		// A day ahead may be another zone's; more is last year.
		['Nov 25 11:00:00', '2026-11-24T12:00:00Z', '2026-11-25T11:00:00Z'],
		['Nov 26 11:00:00', '2026-11-24T12:00:00Z', '2025-11-26T11:00:00Z'],
		['Dec 31 23:59:59', '2026-01-02T00:00:00Z', '2025-12-31T23:59:59Z'],
		['Jan  1 00:00:01', '2026-01-02T00:00:00Z', '2026-01-01T00:00:01Z'],
		['Jan  1 00:00:01', '2025-12-31T23:00:00Z', '2026-01-01T00:00:01Z'],
		['Feb 29 10:00:00', '2026-11-24T12:00:00Z', '2024-02-29T10:00:00Z'],
		['11-24 10:00:00.250', '2026-11-24T12:00:00Z', '2026-11-24T10:00:00.250Z'],
		['1124 10:00:00.250000', '2026-11-24T12:00:00Z', '2026-11-24T10:00:00.250Z'],
		['10.30 16:49:06', '2026-11-24T12:00:00Z', '2026-10-30T16:49:06Z']
	])('%j in a file of %s is %s', (text, reference, iso) => {
		expect(read(text, { reference: at(reference) })).toBe(at(iso));
	});

	it('ascends over the turn of the year in a file that ends after it', () => {
		const reader = new TimeReader({
			zone: 'utc',
			reference: at('2026-01-03T00:00:00Z'),
			dayFirst: false
		});
		const times = ['Dec 30 23:00:00', 'Dec 31 23:59:59', 'Jan  1 00:00:00', 'Jan  2 10:00:00'].map(
			(text) => reader.read(text)
		);
		expect(times).toEqual([...times].sort((a, b) => a - b));
	});
});

describe('TimeReader: zone', () => {
	const before = process.env.TZ;
	beforeAll(() => {
		process.env.TZ = 'America/New_York';
	});
	afterAll(() => {
		if (before === undefined) delete process.env.TZ;
		else process.env.TZ = before;
	});

	it('reads a time without a zone in the zone that was chosen', () => {
		expect(read('2024-07-01 10:15:30')).toBe(at('2024-07-01T10:15:30Z'));
		expect(read('2024-07-01 10:15:30', { zone: 'local' })).toBe(at('2024-07-01T14:15:30Z'));
		expect(read('Jan 1 2024 10:15:30', { zone: 'local' })).toBe(at('2024-01-01T15:15:30Z'));
	});

	it('follows daylight saving time within a file', () => {
		const reader = new TimeReader({ zone: 'local', reference: NOVEMBER, dayFirst: false });
		expect(reader.read('2024-03-10 01:59:59')).toBe(at('2024-03-10T06:59:59Z'));
		expect(reader.read('2024-03-10 03:00:00')).toBe(at('2024-03-10T07:00:00Z'));
	});

	it('keeps a zone that is written', () => {
		expect(read('2024-07-01T10:15:30Z', { zone: 'local' })).toBe(at('2024-07-01T10:15:30Z'));
		expect(read('2024-07-01T10:15:30+02:00', { zone: 'local' })).toBe(at('2024-07-01T08:15:30Z'));
	});
});
