import { describe, expect, it } from 'vitest';
import { chooseLabel } from '../../../../src/lib/pipeline/head/choose-label';

const IS_PROBLEM = [true, true, false];

describe('chooseLabel', () => {
	it('takes the most probable label when there is no threshold for problems', () => {
		expect(chooseLabel([0.3, 0.3, 0.4], IS_PROBLEM, undefined)).toBe(2);
	});

	it('takes the side first: problem labels share what one normal label has alone', () => {
		expect(chooseLabel([0.25, 0.35, 0.4], IS_PROBLEM, 0.5)).toBe(1);
		expect(chooseLabel([0.25, 0.35, 0.4], IS_PROBLEM, 0.7)).toBe(2);
	});

	it('takes the most probable label when no label is of the side', () => {
		expect(chooseLabel([0.2, 0.8], [true, true], 1)).toBe(1);
	});

	it.each([undefined, 0, 0.5])(
		'chooses none when one is not a number, threshold %s',
		(threshold) => {
			expect(chooseLabel([0.9, NaN, 0.1], IS_PROBLEM, threshold)).toBeUndefined();
			expect(chooseLabel([NaN, NaN, NaN], IS_PROBLEM, threshold)).toBeUndefined();
		}
	);
});
