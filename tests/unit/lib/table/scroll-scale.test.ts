import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	isScaled,
	lastOffset,
	lastTop,
	offsetOf,
	scrollScale,
	topOf,
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
		expect(topOf(scale, 1_234)).toBe(1_234);
		expect(offsetOf(scale, 1_234)).toBe(1_234);
	});

	it('reaches every row of millions within the height of an element', () => {
		const rows = 3_000_000;
		const scale = scrollScale(rows, ROW, 700);
		expect(lastOffset(scale) + 700).toBe(scale.spacerHeight);
		expect(topOf(scale, lastOffset(scale)) + 700).toBe(rows * ROW);
		expect(topOf(scale, lastOffset(scale) / 2)).toBeCloseTo(lastTop(scale) / 2, 3);
		fc.assert(
			fc.property(fc.nat(rows - 1), (row) => {
				const top = Math.min(row * ROW, lastTop(scale));
				const offset = offsetOf(scale, top);
				expect(offset).toBeLessThanOrEqual(lastOffset(scale));
				// A pixel of the scroll bar is several rows: a place within one is kept beside it.
				expect(Math.abs(topOf(scale, Math.round(offset)) - top)).toBeLessThanOrEqual(ROW);
			})
		);
	});

	it('maps both ends exactly, and goes on pixel by pixel before and after the list', () => {
		fc.assert(
			fc.property(rowCounts, views, fc.nat(5_000), (rows, view, beyond) => {
				const scale = scrollScale(rows, ROW, view);
				const end = Math.max(0, scale.contentHeight - view);
				const bottom = Math.max(0, scale.spacerHeight - view);
				expect([lastTop(scale), lastOffset(scale)]).toEqual([end, bottom]);
				expect(topOf(scale, -beyond)).toBe(-beyond);
				expect(topOf(scale, bottom + beyond)).toBe(end + beyond);
				expect(offsetOf(scale, -beyond)).toBe(-beyond);
				expect(offsetOf(scale, end + beyond)).toBe(bottom + beyond);
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
					const top = at * lastTop(scale);
					expect(topOf(scale, offsetOf(scale, top))).toBeCloseTo(top, 3);
				}
			)
		);
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

	it('does not leave the list for what is at its ends', () => {
		expect(topToReveal(scale, 9_000, 0, ROW)).toBe(0);
		expect(topToReveal(scale, 9_000, 999, ROW)).toBe(lastTop(scale));
	});

	it('moves the page as little as needed while the list is only coming up', () => {
		expect(topToReveal(scale, -200, 1, ROW)).toBe(-200);
		expect(topToReveal(scale, -200, 5, ROW)).toBe(6 * ROW - 280);
	});
});
