import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textFinder, textSearch } from '../../../../src/lib/pipeline/view/text-match';

const textTest = (text: string, isRegex: boolean): ((candidate: string) => boolean) =>
	textSearch(text, isRegex).passes;

const found = (text: string, isRegex: boolean, candidate: string): string[] =>
	textFinder(text, isRegex)(candidate).map(([start, end]) => candidate.slice(start, end));

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

	it('finds the same in linear time where the browser could take for ever', () => {
		expect(found('(?:a|aa)+b', true, `aab ${'a'.repeat(3_000)} ab`)).toEqual(['aab', 'ab']);
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
		expect(() => found('(', true, 'a')).toThrow(/is not a regular expression/);
	});
});

describe('textSearch', () => {
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
			/^"\(" cannot be searched for: it is not a regular expression \([^/]*group\)\. Correct it, .*plain text/
		);
	});

	it('says of an expression that is one what is too much about it', () => {
		expect(() => textTest('(?:(?:ab?){1,900}){1,900}', true)).toThrow(
			/cannot be searched for: the pattern repeats too much: [^.]*\. Correct it/
		);
	});

	it('searches for an expression that would take a backtracking engine for ever', () => {
		const test = textTest('(a+)+$', true);
		const started = performance.now();
		expect([`${'a'.repeat(4_000)}!`, 'baaa'].map(test)).toEqual([false, true]);
		expect(performance.now() - started).toBeLessThan(1_000);
	});

	it('stops at an expression that takes too long for many texts', () => {
		const test = textTest('^(a+)+\\1b$', true);
		const started = performance.now();
		expect(() => {
			for (let row = 0; row < 100_000; row++) test(`${'a'.repeat(4_000)}!`);
		}).toThrow(/takes too long on these messages: it refers back to a group\. .* plain text/);
		expect(performance.now() - started).toBeLessThan(15_000);
	});
});
