import { describe, expect, it } from 'vitest';
import { parseTimestamp } from '../../src/lib/pipeline/timestamp';

const at = (iso: string): number => new Date(iso).getTime();

describe('parseTimestamp', () => {
	it.each([
		['2024-03-01T10:15:30.250Z', '2024-03-01T10:15:30.250Z'],
		['2024-03-01 10:15:30,250', '2024-03-01T10:15:30.250Z'],
		['2024-03-01T10:15:30.123456Z', '2024-03-01T10:15:30.123Z'],
		['2024/03/01 10:15', '2024-03-01T10:15:00Z'],
		['2024-03-01', '2024-03-01T00:00:00Z'],
		['2024-03-01T10:15:30+05:30', '2024-03-01T04:45:30Z'],
		['2024-03-01T10:15:30 -0800', '2024-03-01T18:15:30Z'],
		['  2024-03-01T10:15:30Z\t', '2024-03-01T10:15:30Z'],
		['Fri, 01 Mar 2024 10:15:30 GMT', '2024-03-01T10:15:30Z'],
		['Mar 1 2024 10:15:30', '2024-03-01T10:15:30Z'],
		['1709288130', '2024-03-01T10:15:30Z'],
		['1709288130.25', '2024-03-01T10:15:30.250Z'],
		['1709288130250', '2024-03-01T10:15:30.250Z'],
		['1709288130250000', '2024-03-01T10:15:30.250Z'],
		['1709288130250000000', '2024-03-01T10:15:30.250Z']
	])('reads %j', (text, iso) => {
		expect(Math.round(parseTimestamp(text))).toBe(at(iso));
	});

	it.each(['', '   ', 'yesterday', 'n/a', '5', '12.5', '153', 'took 5', '99:99:99', '__proto__'])(
		'finds no time in %j',
		(text) => {
			expect(parseTimestamp(text)).toBeNaN();
		}
	);

	it('reads a time without a zone as UTC, wherever it is computed', () => {
		const before = process.env.TZ;
		try {
			for (const zone of ['America/New_York', 'Asia/Kolkata']) {
				process.env.TZ = zone;
				expect(parseTimestamp('2024-07-01 10:15:30')).toBe(at('2024-07-01T10:15:30Z'));
				expect(parseTimestamp('Jul 1 2024 10:15:30')).toBe(at('2024-07-01T10:15:30Z'));
			}
		} finally {
			if (before === undefined) delete process.env.TZ;
			else process.env.TZ = before;
		}
	});
});
