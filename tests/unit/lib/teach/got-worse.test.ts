import { describe, expect, it } from 'vitest';
import { whatGotWorse } from '../../../../src/lib/teach/got-worse';

const agreement = (lost: number, gained: number, both = 20) => ({
	answers: both + lost + gained,
	before: both + lost,
	after: both + gained,
	lost,
	gained
});

describe('whatGotWorse', () => {
	it.each([
		[0, 0],
		[0, 3],
		[1, 0],
		[3, 1],
		[10, 6]
	])('is silent where %d answers lost and %d gained may be chance', (lost, gained) => {
		expect(whatGotWorse(agreement(lost, gained))).toBe('');
	});

	it.each([
		[2, 0],
		[4, 1],
		[11, 6]
	])('speaks where %d answers are lost and %d gained', (lost, gained) => {
		expect(whatGotWorse(agreement(lost, gained))).not.toBe('');
	});

	it('says how many answers each model gets right', () => {
		expect(whatGotWorse(agreement(6, 1))).toBe(
			'of 27 answers that neither model had learned from, the new one gets 21 right and the one before 26'
		);
	});

	it('is silent where nothing was measured', () => {
		expect(whatGotWorse(agreement(0, 0, 0))).toBe('');
	});
});
