import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpanOfText, textOfSpan } from '../../../../src/lib/pipeline/text/text-units';
import { UnitMemo } from '../../../../src/lib/pipeline/text/unit-memo';

const anyText = fc.string({ unit: 'binary', maxLength: 200 });

describe('SpanOfText and textOfSpan', () => {
	it('bring a text back, unit by unit', () => {
		const span = new SpanOfText();
		fc.assert(
			fc.property(anyText, (text) => {
				expect(textOfSpan(span.of(text))).toBe(text);
			})
		);
		const long = 'line 1\n'.repeat(20_000);
		expect(textOfSpan(span.of(long))).toBe(long);
		expect(textOfSpan(span.of('abcdef', 3))).toBe('abc');
	});
});

describe('UnitMemo', () => {
	const LIMITS = { texts: 8, units: 64, unitsOfOne: 20 };

	it('gives what the work gives, full or not, for texts short and long', () => {
		const memo = new UnitMemo((text) => `of ${text}`, LIMITS);
		const span = new SpanOfText();
		const texts = fc.array(fc.string({ unit: 'binary', maxLength: 24 }), { maxLength: 30 });
		fc.assert(
			fc.property(texts, (all) => {
				for (const text of [...all, ...all]) expect(memo.get(span.of(text))).toBe(`of ${text}`);
			})
		);
	});

	it('does the work once while there is room', () => {
		let worked = 0;
		const memo = new UnitMemo(() => ++worked, LIMITS);
		const span = new SpanOfText();
		const values = ['a', 'b', 'a', '', 'b', ''].map((text) => memo.get(span.of(text)));
		expect(values).toEqual([1, 2, 1, 3, 2, 3]);
	});
});
