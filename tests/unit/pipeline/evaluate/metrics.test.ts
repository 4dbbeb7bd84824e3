import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	bootstrapInterval,
	classScores,
	expectedCalibrationError,
	isLenient,
	isStrict,
	macroF1,
	problemScores,
	share,
	thresholdForError,
	type Judged
} from '../../../../src/lib/pipeline/evaluate/metrics';
import { seededRandom } from '../../../../training/random';

const LABELS = ['A', 'B', 'C', 'D'];
const judged = (
	truth: string,
	predicted: string,
	confidence = 0.5,
	also: string[] = []
): Judged => ({
	truth,
	also,
	predicted,
	confidence
});

const label = fc.constantFrom('A', 'B', 'C');
/** Few different confidences, so that ties are common. */
const anyJudged: fc.Arbitrary<Judged> = fc.record({
	truth: label,
	predicted: label,
	also: fc.subarray(['A', 'B', 'C'], { maxLength: 1 }),
	confidence: fc.integer({ min: 0, max: 20 }).map((value) => value / 20)
});
const anyItems = fc.array(anyJudged, { maxLength: 40 });

describe('single judgements', () => {
	it('are strict or lenient', () => {
		const second = judged('A', 'B', 0.5, ['C', 'B']);
		expect([isStrict(second), isLenient(second)]).toEqual([false, true]);
		expect([isStrict(judged('A', 'A')), isLenient(judged('A', 'A'))]).toEqual([true, true]);
		expect(isLenient(judged('A', 'D', 0.5, ['B']))).toBe(false);
		expect(share([second, judged('A', 'A')], isStrict)).toBe(0.5);
		expect(share([], isStrict)).toBe(0);
	});
});

describe('classScores', () => {
	it('are those worked out by hand', () => {
		const items = [
			judged('A', 'A'),
			judged('A', 'A'),
			judged('A', 'B'),
			judged('B', 'B'),
			judged('B', 'C'),
			judged('D', 'A')
		];
		expect(classScores(items, LABELS)).toEqual([
			{ label: 'A', precision: 2 / 3, recall: 2 / 3, f1: expect.closeTo(2 / 3, 12), support: 3 },
			{ label: 'B', precision: 1 / 2, recall: 1 / 2, f1: 1 / 2, support: 2 },
			{ label: 'D', precision: 0, recall: 0, f1: 0, support: 1 }
		]);
		expect(macroF1(items, LABELS)).toBeCloseTo((2 / 3 + 1 / 2) / 3, 12);
		expect(macroF1([], LABELS)).toBe(0);
	});

	it('are those of counting hits, false alarms and misses', () => {
		fc.assert(
			fc.property(anyItems, (items) => {
				for (const found of classScores(items, LABELS)) {
					let [hits, alarms, misses] = [0, 0, 0];
					for (const { truth, predicted } of items) {
						if (truth === found.label && predicted === found.label) hits++;
						else if (predicted === found.label) alarms++;
						else if (truth === found.label) misses++;
					}
					expect(found.support).toBe(hits + misses);
					expect(found.f1).toBeCloseTo((2 * hits) / (2 * hits + alarms + misses), 12);
				}
			})
		);
	});
});

describe('problemScores', () => {
	it('take one problem for another as found', () => {
		const items = [judged('A', 'B'), judged('A', 'C'), judged('C', 'B'), judged('C', 'C')];
		expect(problemScores(items, ['A', 'B'])).toEqual({ recall: 1 / 2, precision: 1 / 2 });
		expect(problemScores([], ['A'])).toEqual({ recall: 0, precision: 0 });
	});
});

describe('calibration', () => {
	it('has an error worked out by hand', () => {
		const items = [
			judged('A', 'A', 0.9),
			judged('A', 'B', 0.7),
			judged('A', 'B', 0.2),
			judged('A', 'B', 0.4)
		];
		// Bins: 0.2 and 0.4, none right; 0.7 and 0.9, one right.
		expect(expectedCalibrationError(items, 2)).toBeCloseTo(0.3, 12);
	});

	it('has hardly an error where confidence is the truth, and a large one where it is not', () => {
		const random = seededRandom(7);
		const honest = Array.from({ length: 20_000 }, () => {
			const confidence = random();
			return judged('A', random() < confidence ? 'A' : 'B', confidence);
		});
		const boasting = honest.map((item) => ({ ...item, confidence: Math.sqrt(item.confidence) }));
		expect(expectedCalibrationError(honest)).toBeLessThan(0.02);
		expect(expectedCalibrationError(boasting)).toBeGreaterThan(0.1);
		expect(expectedCalibrationError([])).toBe(0);
	});

	it('is the distance of the means with a single bin, and of each item with as many', () => {
		fc.assert(
			fc.property(anyItems, (items) => {
				fc.pre(items.length > 0);
				const mean = items.reduce((sum, { confidence }) => sum + confidence, 0) / items.length;
				const single = expectedCalibrationError(items, 1);
				expect(single).toBeCloseTo(Math.abs(mean - share(items, isStrict)), 12);
				const each = items.map((item) => Math.abs(item.confidence - (isStrict(item) ? 1 : 0)));
				const all = expectedCalibrationError(items, items.length);
				expect(all).toBeCloseTo(each.reduce((a, b) => a + b) / items.length, 12);
				// Coarser bins can only hide an error.
				expect(single).toBeLessThanOrEqual(expectedCalibrationError(items, 5) + 1e-12);
				expect(expectedCalibrationError(items, 5)).toBeLessThanOrEqual(all + 1e-12);
			})
		);
	});
});

describe('thresholdForError', () => {
	const riskAt = (items: readonly Judged[], threshold: number): number =>
		share(
			items.filter(({ confidence }) => confidence >= threshold),
			(item) => !isLenient(item)
		);

	it('is the lowest confidence at which the error is within the bound', () => {
		fc.assert(
			fc.property(anyItems, fc.double({ min: 0, max: 1, noNaN: true }), (items, maxError) => {
				const fitting = items
					.map(({ confidence }) => confidence)
					.filter((threshold) => riskAt(items, threshold) <= maxError);
				expect(thresholdForError(items, maxError)).toBe(
					fitting.length === 0 ? 1 : Math.min(...fitting)
				);
			}),
			{ numRuns: 500 }
		);
	});

	it('looks past a bad stretch if the whole is good again', () => {
		const items = [judged('A', 'B', 0.9), judged('A', 'A', 0.8), judged('A', 'A', 0.7)];
		expect(thresholdForError(items, 0.4)).toBe(0.7);
	});

	it('accepts second labels, and does not split a tie', () => {
		const items = [judged('A', 'B', 0.9, ['B']), judged('A', 'A', 0.5), judged('A', 'C', 0.5)];
		expect(thresholdForError(items, 0.1)).toBe(0.9);
		expect(thresholdForError(items, 0.34)).toBe(0.5);
		expect(thresholdForError([], 0.5)).toBe(1);
	});
});

describe('bootstrapInterval', () => {
	const mean = (values: readonly number[]): number =>
		values.reduce((a, b) => a + b, 0) / values.length;

	it('lies around the statistic, narrower with more items', () => {
		const random = seededRandom(3);
		const width = (count: number): number => {
			const items = Array.from({ length: count }, random);
			const [low, high] = bootstrapInterval(items, mean, random);
			expect(low).toBeLessThan(mean(items));
			expect(high).toBeGreaterThan(mean(items));
			return high - low;
		};
		// 2 × 1.96 standard errors of a uniform mean
		const expected = (count: number): number => (3.92 * Math.sqrt(1 / 12)) / Math.sqrt(count);
		for (const count of [50, 2_000]) {
			const share = width(count) / expected(count);
			expect(share).toBeGreaterThan(0.75);
			expect(share).toBeLessThan(1.25);
		}
	});

	it('is a point where nothing varies, and the same for the same seed', () => {
		expect(bootstrapInterval([4, 4, 4], mean, seededRandom(1))).toEqual([4, 4]);
		const once = () => bootstrapInterval([1, 2, 3, 4], mean, seededRandom(9), 100);
		expect(once()).toEqual(once());
	});
});
