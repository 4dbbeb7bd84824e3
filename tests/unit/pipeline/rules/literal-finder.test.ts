import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiteralFinder } from '../../../../src/lib/pipeline/rules/literal-finder';

describe('LiteralFinder', () => {
	it('finds what a search for each literal finds', () => {
		const text = fc
			.array(fc.constantFrom('a', 'b', 'ab', 'ba', 'é', '😀', '\ud83d', 'x'), { maxLength: 20 })
			.map((parts) => parts.join(''));
		const literals = fc.array(
			text.filter((literal) => literal !== ''),
			{ maxLength: 8 }
		);
		fc.assert(
			fc.property(literals, text, (literals, text) => {
				expect(new LiteralFinder(literals).in(text)).toEqual(
					literals.map((literal) => text.includes(literal))
				);
			}),
			{ numRuns: 2_000 }
		);
	});

	it('takes no literals at all', () => {
		expect(new LiteralFinder([]).in('any text')).toEqual([]);
	});

	it('finds literals that are too many for an automaton', () => {
		const many = Array.from(
			{ length: 3_000 },
			(_, at) => `${String.fromCharCode(300 + at)} literal`
		);
		const found = new LiteralFinder(many).in(`a ${many[7] as string} and ${many[2_999] as string}`);
		expect(found.flatMap((isThere, at) => (isThere ? [at] : []))).toEqual([7, 2_999]);
	});
});
