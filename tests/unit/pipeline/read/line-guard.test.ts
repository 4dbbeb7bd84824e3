import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineGuard } from '../../../../src/lib/pipeline/read/line-guard';
import { stringOf, type PieceText } from '../../../../src/lib/pipeline/text/piece-text';

const MOST = 8;
const encoder = new TextEncoder();

/** The kept text of pieces, and what was said. */
function guarded(pieces: readonly PieceText[], most = MOST): { text: string; said: string[] } {
	const guard = new LineGuard(most);
	const text = pieces.map((piece) => stringOf(guard.take(piece))).join('');
	guard.finish();
	return { text, said: guard.takeProblems().map(({ message }) => message) };
}

describe('LineGuard', () => {
	it('cuts what is too long, counts it and says so', () => {
		expect(guarded(['abcdefghijkl\nshort\n', '123456789', '0123'])).toEqual({
			text: 'abcdefgh\nshort\n12345678',
			said: [
				'A line of 12 characters was cut after 8: the other 4 are left out.',
				'A line of 13 characters was cut after 8: the other 5 are left out.'
			]
		});
	});

	it('cuts the same wherever the pieces end, as text and as bytes, and never within a character', () => {
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', '\u00e9', '\ud83d\ude00', 'abcdefghij'), {
					maxLength: 30
				}),
				fc.array(fc.nat(40), { maxLength: 6 }),
				(parts, cuts) => {
					const text = parts.join('');
					const at = [
						0,
						...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b),
						text.length
					];
					const whole = Array.from(text);
					const pieces = at.slice(1).map((end, k) => whole.slice(at[k], end).join(''));
					const expected = text
						.split(/(\r|\n)/)
						.map((line) => {
							const kept = line.slice(0, MOST);
							return /[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept;
						})
						.join('');
					expect(guarded(pieces).text).toBe(expected);
					const bytes = encoder.encode(text);
					const parted = at.slice(1).map((end, k) => bytes.slice(at[k], end));
					if (bytes.length === text.length) expect(guarded(parted).text).toBe(expected);
					expect(guarded([bytes]).text).not.toContain('\ufffd');
				}
			)
		);
	});

	it('gives pieces without such lines as they are', () => {
		const piece = encoder.encode('abc\ndef\n');
		const guard = new LineGuard(MOST * 2);
		expect(guard.take(piece)).toBe(piece);
		expect(guard.takeProblems()).toEqual([]);
	});

	it('takes time in proportion to a line without an end', () => {
		const piece = new Uint8Array(2 ** 20).fill(97);
		const guard = new LineGuard(2 ** 20);
		const started = performance.now();
		let kept = 0;
		for (let piece64 = 0; piece64 < 64; piece64++) kept += guard.take(piece).length;
		expect(kept).toBe(2 ** 20);
		expect(performance.now() - started).toBeLessThan(5_000);
	});
});
