import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowOf } from '../../../../src/lib/pipeline/pattern/pattern-window';

const window = (pattern: string, flags = 'i', leftOut = ''): string | undefined =>
	windowOf(pattern, flags, ({ ascii }) =>
		[...leftOut].some((character) => ascii[character.charCodeAt(0)] === 1)
	);

describe('windowOf', () => {
	it.each([
		['time.?out', ['time', 'TIME', 'x Timed'], ['tim', 'out']],
		['[for]+ \\d', ['error 5'], ['error', 'x 5']],
		['\\d{3} ms$', ['in 120 ms.'], ['20 ms']],
		['(?:refused|reset) by', ['refused', 'reset'], ['by', 'res']],
		['(?:lost)+ \\d+', ['lost'], ['los 5']],
		['a{20}', ['a'.repeat(8)], ['a'.repeat(7)]],
		['x(?=y)?time\\bout', ['xtimeout'], ['time', 'out']]
	])('of /%s/ is in %j and not in %j', (pattern, has, lacks) => {
		const found = new RegExp(window(pattern) ?? '', 'i');
		expect(has.filter((text) => !found.test(text))).toEqual([]);
		expect(lacks.filter((text) => found.test(text))).toEqual([]);
	});

	it.each(['.*', 'a', '[^x]*', '(?:timeout)?', 'timeout|\\d', '(a*)', '', '^$', '\\s+'])(
		'of /%s/ tells nothing',
		(pattern) => expect(window(pattern)).toBeUndefined()
	);

	it('leaves characters out, and sets that hold them', () => {
		expect(window('say "yes"', 'i', '"')).toBe(window('say '));
		expect(window('ab[^x]cd', 'i', '"')).toBe(window('ab'));
		expect(window('"[^x]', 'i', '"')).toBeUndefined();
	});

	it('has no repetitions, however a pattern nests them', () => {
		expect(window('((ab+)+c*)+(de){2,}f+')).not.toMatch(/[*+]|\{\d/);
	});

	/** Parts of patterns, and a text that each matches. */
	type Part = [source: string, text: string];
	const piece = fc.constantFrom<Part>(
		...([
			['a', 'A'],
			['b', 'b'],
			['k', '\u212a'],
			['s', 'ſ'],
			['ss', 'ss'],
			['K', 'k']
		] as Part[]),
		...([
			['ſ', 's'],
			['7', '7'],
			['\\d', '5'],
			['\\w', 'x'],
			['\\s', '\n'],
			['[ab]', 'B']
		] as Part[]),
		...([
			['[^a]', '"'],
			['.', '😀'],
			['\\b', ''],
			['^', ''],
			['$', ''],
			['(?!b)', '']
		] as Part[]),
		...([
			['a+', 'aaA'],
			['b*', ''],
			['b*', 'bb'],
			['k?', 'K'],
			['[ks]{2}', 'sK'],
			['-', '-']
		] as Part[]),
		...([
			['\\d{2,3}', '12'],
			['a{9,}', 'a'.repeat(10)],
			[' ', ' '],
			['é', 'É'],
			['ß', 'ẞ']
		] as Part[]),
		...([
			['\\x61', 'a'],
			['(?=a)', ''],
			['😀', '😀'],
			['İ', 'İ'],
			['\\.', '.']
		] as Part[])
	);
	const join = (parts: readonly Part[]): Part => [
		parts.map(([source]) => source).join(''),
		parts.map(([, text]) => text).join('')
	];
	const sequence = fc.array(piece, { minLength: 1, maxLength: 5 }).map(join);
	const part = fc.oneof(
		sequence,
		sequence.map(([source, text]): Part => [`(?:${source})+`, text + text]),
		sequence.map(([source, text]): Part => [`(${source})`, text]),
		sequence.map(([source]): Part => [`(${source})?`, '']),
		fc.tuple(sequence, sequence).map(([[a], [b, text]]): Part => [`(?:${a}|${b})`, text])
	);
	const pattern = fc.array(part, { minLength: 1, maxLength: 3 }).map(join);
	const around = fc.string({ unit: fc.constantFrom(...'ab7 kſ'), maxLength: 3 });

	it('finds something in every text in which the pattern does', () => {
		let matches = 0;
		fc.assert(
			fc.property(
				...([pattern, around, around, fc.constantFrom('i', 'iu', '')] as const),
				([source, text], before, after, flags) => {
					const candidate = before + text + after;
					const found = window(source, flags);
					if (found === undefined || !new RegExp(source, flags).test(candidate)) return;
					matches++;
					expect(candidate).toMatch(new RegExp(found, flags));
				}
			),
			{ numRuns: 4_000 }
		);
		expect(matches).toBeGreaterThan(500);
	});
});
