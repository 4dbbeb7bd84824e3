import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	codesOf,
	indexOfAscii,
	indexOfReplacement,
	joinTexts,
	sliceText,
	stringOf,
	unitCount
} from '../../../../src/lib/pipeline/text/piece-text';

const ascii = fc.string({ unit: 'binary-ascii', maxLength: 40 });
/** Whole characters, which UTF-8 can hold. */
const anyText = fc.string({ unit: 'grapheme', maxLength: 20 });
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

describe('PieceText', () => {
	it('is the same as bytes and as a string', () => {
		fc.assert(
			fc.property(ascii, fc.nat(40), fc.nat(40), fc.nat(127), (text, start, end, code) => {
				const bytes = bytesOf(text);
				expect(stringOf(bytes)).toBe(text);
				expect(stringOf(sliceText(bytes, start, end))).toBe(
					text.slice(start, Math.max(start, end))
				);
				expect(indexOfAscii(bytes, code, start)).toBe(indexOfAscii(text, code, start));
				expect(Array.from(codesOf(bytes))).toEqual(Array.from(codesOf(text)));
			})
		);
	});

	it('has the same characters beyond ASCII, at offsets of its own', () => {
		fc.assert(
			fc.property(anyText, anyText, (before, after) => {
				const bytes = bytesOf(`${before},${after}`);
				const at = bytesOf(before).length;
				expect(unitCount(bytes, 0, at)).toBe(before.length);
				expect(stringOf(sliceText(bytes, at + 1))).toBe(after);
			})
		);
		expect(stringOf(bytesOf('\uFEFFa'))).toBe('\uFEFFa');
	});

	it('is decoded whole, in long parts of ASCII and what stands between', () => {
		const long = fc.nat(1_200).map((length) => 'x'.repeat(length));
		fc.assert(
			fc.property(fc.array(fc.tuple(long, anyText), { maxLength: 5 }), (parts) => {
				const text = parts.flat().join('');
				expect(stringOf(bytesOf(text)) === text).toBe(true);
			})
		);
	});

	it('tells where characters were replaced', () => {
		for (const text of ['ab\uFFFDc\uFFFD', '\uFF0Cx\uFFFD']) {
			const found = indexOfReplacement(bytesOf(text));
			expect(stringOf(sliceText(bytesOf(text), found))).toBe(text.slice(indexOfReplacement(text)));
			expect(indexOfReplacement(bytesOf(text), bytesOf(text).length - 2)).toBe(-1);
		}
	});

	it('is joined, bytes and strings in any order', () => {
		const part = fc.oneof(anyText, anyText.map(bytesOf));
		fc.assert(
			fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
				expect(stringOf(joinTexts(parts))).toBe(parts.map(stringOf).join(''));
			})
		);
	});

	it('joined from bytes is in memory of its own', () => {
		const whole = bytesOf('one,two');
		const joined = joinTexts([sliceText(whole, 4)]);
		expect(joined).toEqual(bytesOf('two'));
		expect((joined as Uint8Array).buffer.byteLength).toBe(3);
	});
});
