import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Zone } from '../../../../src/lib/pipeline/read/time-layouts';
import { TimeReader } from '../../../../src/lib/pipeline/read/time-reader';

/** Ways in which one moment is written. */
const WRITERS: ((day: number, clock: string, fraction: string) => string)[] = [
	(day, clock) => `${day}/Nov/2026:${clock} +0100`,
	(day, clock, fraction) => `Nov ${day} ${clock}${fraction}`,
	(day, clock, fraction) => `11-${day} ${clock}${fraction}`,
	(day, clock, fraction) => `Tue Nov ${day} ${clock}${fraction} 2026`,
	(day, clock) => `11/${day}/2026 ${clock} AM`,
	(day, clock, fraction) => `2026/11/${day} ${clock}${fraction} CET`,
	(day, clock, fraction) => `2026-11-${day}T${clock}${fraction}`
];

describe('TimeReader: neighbours', () => {
	it('gives what a new reader gives, whatever was read before', () => {
		const two = (from: number, to: number) =>
			fc.integer({ min: from, max: to }).map((value) => String(value).padStart(2, '0'));
		const clock = fc.tuple(two(5, 7), two(0, 61), two(0, 61)).map((parts) => parts.join(':'));
		const text = fc
			.tuple(
				fc.constantFrom(...WRITERS),
				fc.integer({ min: 24, max: 26 }),
				clock,
				fc.constantFrom('', '.5', ',250', '.123456', '.', '.1234567890')
			)
			.map(([write, day, time, fraction]) => write(day, time, fraction));
		const zone = fc.constantFrom<Zone>('utc', 'local');
		fc.assert(
			fc.property(fc.array(text, { minLength: 2, maxLength: 8 }), zone, (texts, zone) => {
				// Within the hours around it a date without a year changes its year.
				const context = { zone, reference: Date.UTC(2026, 10, 24, 6, 30), dayFirst: false };
				const reader = new TimeReader(context);
				for (const one of texts) {
					const alone = new TimeReader(context).read(one);
					const found = reader.read(one);
					if (Number.isNaN(alone)) expect(found).toBeNaN();
					else expect(found).toBeCloseTo(alone, 6);
				}
			}),
			{
				numRuns: 3_000,
				examples: [[['Nov 25 06:30:01', 'Nov 25 06:00:00'], 'utc']]
			}
		);
	});
});
