import { describe, expect, it } from 'vitest';
import { formatShare } from '../../../../src/lib/page/format';
import { whatGotWorse } from '../../../../src/lib/teach/got-worse';

const SAME = { agreement: 0.8, agreementBefore: 0.8, expected: 0.7, expectedBefore: 0.7 };

describe('whatGotWorse', () => {
	it('is silent where nothing fell', () => {
		expect(whatGotWorse(SAME)).toBe('');
		expect(whatGotWorse({ ...SAME, agreement: 0.9, expected: 0.71 })).toBe('');
	});

	it('names what fell, also beside what rose', () => {
		expect(whatGotWorse({ ...SAME, agreement: 0.6, expected: 0.9 })).toBe(
			`agreement with your answers fell from ${formatShare(0.8)} to ${formatShare(0.6)}`
		);
		expect(whatGotWorse({ ...SAME, expected: 0.5 })).toBe(
			`expected accuracy fell from ${formatShare(0.7)} to ${formatShare(0.5)}`
		);
	});
});
