import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	contentTop,
	isScaled,
	scrollScale,
	scrollTopOf,
	topToReveal,
	topToShow
} from '../../../../src/lib/table/scroll-scale';

const ROW = 28;
/** Both lists that fit an element and lists that do not. */
const rowCounts = fc.oneof(fc.nat(2_000), fc.integer({ min: 200_000, max: 20_000_000 }));
const views = fc.integer({ min: 0, max: 2_000 });

describe('scrollScale', () => {
	it('never makes an element taller than browsers allow', () => {
		fc.assert(
			fc.property(rowCounts, views, (rows, view) => {
				const scale = scrollScale(rows, ROW, view);
				expect(scale.contentHeight).toBe(rows * ROW);
				expect(scale.spacerHeight).toBeLessThanOrEqual(10_000_000);
				expect(isScaled(scale)).toBe(scale.spacerHeight !== scale.contentHeight);
			})
		);
	});

	it('is not scaled while the list fits', () => {
		const scale = scrollScale(1_000, ROW, 600);
		expect(isScaled(scale)).toBe(false);
		expect(contentTop(scale, 1_234)).toBeCloseTo(1_234, 8);
		expect(scrollTopOf(scale, 1_234)).toBeCloseTo(1_234, 8);
	});

	it('maps both ends exactly, and what lies beyond onto them', () => {
		fc.assert(
			fc.property(rowCounts, views, (rows, view) => {
				const scale = scrollScale(rows, ROW, view);
				const end = Math.max(0, scale.contentHeight - view);
				const bottom = Math.max(0, scale.spacerHeight - view);
				expect(contentTop(scale, 0)).toBe(0);
				expect(contentTop(scale, bottom)).toBe(end);
				expect(contentTop(scale, -50)).toBe(0);
				expect(contentTop(scale, bottom + 50)).toBe(end);
				expect(scrollTopOf(scale, 0)).toBe(0);
				expect(scrollTopOf(scale, end)).toBe(bottom);
				expect(scrollTopOf(scale, end + 1e9)).toBe(bottom);
			})
		);
	});

	it('goes there and back to within a thousandth of a pixel', () => {
		fc.assert(
			fc.property(
				rowCounts,
				views,
				fc.double({ min: 0, max: 1, noNaN: true }),
				(rows, view, at) => {
					const scale = scrollScale(rows, ROW, view);
					const top = at * Math.max(0, scale.contentHeight - view);
					expect(contentTop(scale, scrollTopOf(scale, top))).toBeCloseTo(top, 3);
				}
			)
		);
	});

	it('is 0 for a list without rows', () => {
		const scale = scrollScale(0, ROW, 600);
		expect([contentTop(scale, 10), scrollTopOf(scale, 10)]).toEqual([0, 0]);
	});
});

describe('topToShow', () => {
	const scale = scrollScale(1_000, ROW, 280);

	it('stays where the row is in view already', () => {
		for (const row of [10, 15, 19]) expect(topToShow(scale, 280, row, ROW)).toBe(280);
	});

	it('moves up to a row above, and down until a row below ends in view', () => {
		expect(topToShow(scale, 280, 9, ROW)).toBe(9 * ROW);
		expect(topToShow(scale, 280, 20, ROW)).toBe(21 * ROW - 280);
		expect(topToShow(scale, 285, 10, ROW)).toBe(280);
	});

	it('shows the row wholly and moves no further than it must', () => {
		fc.assert(
			fc.property(fc.nat(27_720), fc.nat(999), (top, row) => {
				const next = topToShow(scale, top, row, ROW);
				expect(next).toBeLessThanOrEqual(row * ROW);
				expect(next + 280).toBeGreaterThanOrEqual((row + 1) * ROW);
				const nearest = [row * ROW, (row + 1) * ROW - 280].map((edge) => Math.abs(edge - top));
				expect([0, ...nearest]).toContain(Math.abs(next - top));
				expect(Math.abs(next - top)).toBeLessThanOrEqual(Math.min(...nearest));
			})
		);
	});
});

describe('topToReveal', () => {
	const scale = scrollScale(1_000, ROW, 280);

	it('moves as little as needed within a screen, and puts what is further away into the middle', () => {
		expect(topToReveal(scale, 280, 20, ROW)).toBe(topToShow(scale, 280, 20, ROW));
		expect(topToReveal(scale, 280, 500, ROW)).toBe(500 * ROW - (280 - ROW) / 2);
	});
});
