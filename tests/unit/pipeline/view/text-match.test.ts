import { describe, expect, it } from 'vitest';
import { textTest as textTestAt } from '../../../../src/lib/pipeline/view/text-match';

const textTest = (text: string, isRegex: boolean) =>
	textTestAt(text, isRegex, () => performance.now());

describe('textTest', () => {
	it('finds plain text in any case, its signs as they are', () => {
		const test = textTest('A.c', false);
		expect(['xa.C', 'abc'].map(test)).toEqual([true, false]);
	});

	it('takes a regular expression', () => {
		const test = textTest('^time(d )?out\\b', true);
		expect(['Timed out now', 'timeout', 'a timeout'].map(test)).toEqual([true, true, false]);
		expect(textTest('a\\-b', true)('A-B')).toBe(true);
	});

	it('does not remember where it was', () => {
		const test = textTest('x', true);
		expect(['x', 'x', 'x'].map(test)).toEqual([true, true, true]);
	});

	it('says in words what is wrong with an expression', () => {
		expect(() => textTest('(', true)).toThrow(
			/"\(" is not a regular expression: .*group.*plain text/
		);
	});

	it('refuses an expression that could take for ever', () => {
		expect(() => textTest('(a+)+$', true)).toThrow(/This expression was not used: .*too long/);
	});
});
