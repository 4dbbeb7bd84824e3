import { describe, expect, it } from 'vitest';
import { dateOrderOf } from '../../../../src/lib/pipeline/read/date-order';

const NOVEMBER = Date.parse('2026-11-29T20:00:00Z');
const order = (...texts: string[]) => dateOrderOf(texts, NOVEMBER);

describe('dateOrderOf', () => {
	it('is decided by one date that can only be read one way, wherever it stands', () => {
		expect(order('03/04/2026 1:00', '24/11/2026 1:00')).toMatchObject({
			dayFirst: true,
			isOpen: false
		});
		expect(order('03/04/2026 1:00', '11/24/2026 1:00')).toMatchObject({
			dayFirst: false,
			isOpen: false
		});
	});

	it('is open when no date decides, and when there is none that could be read either way', () => {
		expect(order('03/04/2026 1:00', '05/04/2026 1:00').isOpen).toBe(true);
		expect(order('2026-04-03 1:00', '24.11.2026 1:00', '04/04/2026').isOpen).toBe(false);
	});

	it('takes the number that changes less for the year', () => {
		expect(order('26/11/24 12:00:01', '26/11/25 12:00:02').yearFirst).toBe(true);
		expect(order('24-11-26 12:00:01', '25-11-26 12:00:02')).toMatchObject({
			yearFirst: false,
			dayFirst: true
		});
	});

	it('takes the reading nearer to the date of the file when nothing changes', () => {
		expect(order('26/11/24 12:00:01').yearFirst).toBe(true);
		expect(order('24/11/26 12:00:01').yearFirst).toBe(false);
	});

	it('looks at no version numbers and addresses', () => {
		expect(order('release 26.11.24.1 is out', '10.11.12.13 asked')).toEqual({
			dayFirst: false,
			yearFirst: false,
			isOpen: false
		});
	});
});
