import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	textFinder as textFinderAt,
	textTest as textTestAt
} from '../../../../src/lib/pipeline/view/text-match';

const textTest = (text: string, isRegex: boolean) =>
	textTestAt(text, isRegex, () => performance.now());

const found = (text: string, isRegex: boolean, candidate: string): string[] =>
	textFinderAt(text, isRegex, () => performance.now())(candidate).map(([start, end]) =>
		candidate.slice(start, end)
	);

describe('textFinder', () => {
	it('finds plain text in any case wherever it is, its signs as they are', () => {
		expect(found('A.c', false, 'xa.C abc A.C')).toEqual(['a.C', 'A.C']);
		expect(found('a/[b]{2}', false, 'say a/[B]{2}')).toEqual(['a/[B]{2}']);
	});

	it('finds what an expression matches, and nothing of no length', () => {
		expect(found('time(d )?out', true, 'Timed out, then a timeout')).toEqual([
			'Timed out',
			'timeout'
		]);
		expect(found('x*', true, 'axxb')).toEqual(['xx']);
	});

	it('finds something in just those texts that pass the search', () => {
		const texts = fc.string({ unit: fc.constantFrom('a', 'B', '.', '\\', '(', 'é', '𝒳', ' ') });
		fc.assert(
			fc.property(texts.filter(Boolean), texts, (wanted, text) => {
				expect(found(wanted, false, text).length > 0).toBe(textTest(wanted, false)(text));
			})
		);
	});

	it('refuses what the search refuses', () => {
		expect(() => found('(a+)+$', true, 'a')).toThrow(/not used/);
	});
});

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
