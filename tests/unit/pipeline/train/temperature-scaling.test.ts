import { describe, expect, it } from 'vitest';
import { fitTemperature } from '../../../../src/lib/pipeline/train/temperature-scaling';
import { softmax } from '../../../../src/lib/pipeline/head/head';
import { seededRandom } from '../../../../training/random';

/** Examples whose true class is drawn with the probabilities that a temperature gives. */
function drawn(temperature: number, count = 4_000): { logits: Float64Array[]; targets: number[] } {
	const random = seededRandom(11);
	const logits = Array.from({ length: count }, () =>
		Float64Array.from([0, 0, 0, 0], () => 4 * temperature * random())
	);
	const targets = logits.map((row) => {
		let left = random();
		const found = softmax(row, temperature).findIndex((probability) => (left -= probability) < 0);
		return found === -1 ? row.length - 1 : found;
	});
	return { logits, targets };
}

describe('fitTemperature', () => {
	it.each([0.4, 1, 1.7, 4])(
		'finds the temperature %d that the classes were drawn with',
		(truth) => {
			const { logits, targets } = drawn(truth);
			const found = fitTemperature(logits, targets);
			expect(found / truth).toBeGreaterThan(0.93);
			expect(found / truth).toBeLessThan(1.07);
		}
	);

	it('scales with the logits', () => {
		const { logits, targets } = drawn(1);
		const doubled = logits.map((row) => row.map((logit) => 2 * logit));
		expect(fitTemperature(doubled, targets)).toBeCloseTo(2 * fitTemperature(logits, targets), 4);
	});

	it('is no worse than its neighbours', () => {
		const { logits, targets } = drawn(1.7, 300);
		const loss = (temperature: number): number =>
			logits.reduce(
				(sum, row, i) => sum - Math.log(softmax(row, temperature)[targets[i] as number] as number),
				0
			);
		const found = fitTemperature(logits, targets);
		for (const factor of [0.8, 0.99, 1.01, 1.25])
			expect(loss(found)).toBeLessThan(loss(found * factor));
	});

	it('stays within bounds for a head that is always right, or never', () => {
		const logits = [Float64Array.of(3, 0), Float64Array.of(0, 3)];
		expect(fitTemperature(logits, [0, 1])).toBeGreaterThanOrEqual(0.1);
		expect(fitTemperature(logits, [0, 1])).toBeLessThan(0.3);
		expect(fitTemperature(logits, [1, 0])).toBeCloseTo(10, 3);
	});
});
