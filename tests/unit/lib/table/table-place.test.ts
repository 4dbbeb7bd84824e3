import { describe, expect, it } from 'vitest';
import { TablePlace } from '../../../../src/lib/table/table-place';

describe('TablePlace', () => {
	it('gives back once what was captured', () => {
		const place = new TablePlace();
		place.top = 2_800;
		const remembered = place.capture();
		expect(place.take()).toBeUndefined();
		place.restore(remembered);
		expect(place.take()).toBe(2_800);
		expect(place.take()).toBeUndefined();
	});

	it('leaves a page alone whose table had not come up', () => {
		const place = new TablePlace();
		place.restore(-300);
		expect(place.take()).toBeUndefined();
	});

	it('forgets a place that is not wanted any more when the page is left', () => {
		const place = new TablePlace();
		place.restore(2_800);
		place.capture();
		expect(place.take()).toBeUndefined();
	});
});
