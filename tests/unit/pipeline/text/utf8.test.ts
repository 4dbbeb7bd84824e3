import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	beyondAscii,
	isAscii,
	uncutUtf8,
	unitsOfUtf8,
	wholeUtf8
} from '../../../../src/lib/pipeline/text/utf8';

const isUtf8 = (bytes: Uint8Array): boolean => {
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return true;
	} catch {
		return false;
	}
};

/** Bytes that are UTF-8 rather often: those at the bounds of its forms, and ASCII in between. */
const bytes = fc
	.array(
		fc.oneof(
			fc.constantFrom(0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0),
			fc.constantFrom(0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff),
			fc.string({ unit: 'grapheme', minLength: 1, maxLength: 2 })
		),
		{ maxLength: 6 }
	)
	.map((parts) =>
		Uint8Array.from(
			parts.flatMap((part) => (typeof part === 'number' ? [part] : [...Buffer.from(part)]))
		)
	);

describe('wholeUtf8', () => {
	it('takes what the decoder takes', () => {
		fc.assert(
			fc.property(bytes, (all) => {
				expect(wholeUtf8(all) === all.length).toBe(isUtf8(all));
			}),
			{ numRuns: 3_000 }
		);
	});

	it('takes every pair and triple of bytes that the decoder takes', () => {
		for (let lead = 0x80; lead < 0x100; lead++)
			for (let second = 0; second < 0x100; second++) {
				for (const rest of [[], [0x80], [0x80, 0xbf]]) {
					const all = Uint8Array.of(lead, second, ...rest);
					if ((wholeUtf8(all) === all.length) !== isUtf8(all)) expect.fail(`${all}`);
				}
			}
	});

	it('stops before a character that is cut', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.nat(), (text, seed) => {
				const all = new TextEncoder().encode(text);
				const end = seed % (all.length + 1);
				const whole = wholeUtf8(all.subarray(0, end));
				expect(end - whole).toBeLessThan(4);
				expect(isUtf8(all.subarray(0, whole))).toBe(true);
				expect(wholeUtf8(all.subarray(whole))).toBe(all.length - whole);
				expect(uncutUtf8(all.subarray(0, end))).toBe(whole);
			})
		);
	});
});

describe('uncutUtf8', () => {
	it('cuts so that nothing else is shown of any bytes', () => {
		fc.assert(
			fc.property(bytes, bytes, (a, b) => {
				const all = Uint8Array.of(...a, ...b);
				const end = uncutUtf8(a);
				const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
				const parts = decoder.decode(a.subarray(0, end)) + decoder.decode(all.subarray(end));
				expect(parts).toBe(decoder.decode(all));
			}),
			{ numRuns: 3_000 }
		);
	});
});

describe('unitsOfUtf8', () => {
	it('counts what a string counts', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				const all = new TextEncoder().encode(text);
				expect(unitsOfUtf8(all, 0, all.length)).toBe(text.length);
			})
		);
	});
});

describe('beyondAscii', () => {
	it('looks at every byte, wherever the array and the search start', () => {
		const all = new Uint8Array(23);
		for (let start = 0; start < 8; start++) {
			expect(isAscii(all.subarray(start))).toBe(true);
			for (let at = start; at < all.length; at++) {
				const with128 = all.slice();
				with128[at] = 128;
				const part = with128.subarray(start);
				for (let from = 0; from <= at - start; from++)
					expect(beyondAscii(part, from)).toBe(at - start);
				expect(beyondAscii(part, at - start + 1)).toBe(part.length);
				expect(isAscii(part)).toBe(false);
			}
		}
	});
});
