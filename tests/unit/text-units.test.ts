import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAscii, SpanOfText, textOfSpan, UnitBuffer } from '../../src/lib/pipeline/text-units';
import { UnitMemo } from '../../src/lib/pipeline/unit-memo';
import { cut, cuts } from './support';

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

describe('UnitBuffer', () => {
	it('holds what was kept and what was appended, with and without the bytes', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 300 }), cuts, fc.nat(), (text, at, seed) => {
				const buffer = new UnitBuffer();
				let held = '';
				for (const [index, piece] of cut(text, at).entries()) {
					const from = held.length === 0 ? 0 : (seed + index) % (held.length + 1);
					const bytes = new TextEncoder().encode(piece);
					buffer.next(from, piece, isAscii(bytes) ? bytes : undefined);
					held = held.slice(from) + piece;
					const units = { units: buffer.units, start: 0, end: held.length };
					expect(textOfSpan(units)).toBe(held);
				}
			})
		);
	});
});

describe('isAscii', () => {
	it('looks at every byte, wherever the array starts', () => {
		const bytes = new Uint8Array(23);
		for (let start = 0; start < 8; start++) {
			expect(isAscii(bytes.subarray(start))).toBe(true);
			for (let at = start; at < bytes.length; at++) {
				const with128 = bytes.slice();
				with128[at] = 128;
				expect(isAscii(with128.subarray(start))).toBe(false);
			}
		}
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
