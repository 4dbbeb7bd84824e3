import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineScanner } from '../../src/lib/pipeline/line-scanner';
import { cut, cuts } from './support';

function scan(pieces: readonly string[]): { lines: string[]; raw: string; blankLines: number } {
	const scanner = new LineScanner();
	const all = { lines: [] as string[], raw: '', blankLines: 0 };
	pieces.forEach((piece, at) => {
		const out = scanner.push(piece, at === pieces.length - 1);
		all.blankLines += out.blankLines;
		for (let row = 0; row < out.rows; row++) {
			expect(out.cellCounts[row]).toBe(1);
			all.lines.push(out.text.slice(out.cells[row * 2], out.cells[row * 2 + 1]));
			all.raw += out.text.slice(out.starts[row], out.ends[row]);
		}
	});
	return all;
}

describe('LineScanner', () => {
	it('splits at LF, CRLF and CR, in pieces of any size', () => {
		const text = fc
			.array(fc.constantFrom('\n', '\r', '\r\n', 'a', ' b', '"', '\u2028', '\0'), { maxLength: 25 })
			.map((parts) => parts.join(''));
		fc.assert(
			fc.property(text, cuts, (text, at) => {
				const lines = text.split(/\r\n|\n|\r/);
				const { lines: found, raw, blankLines } = scan(cut(text, at));
				expect(found).toEqual(lines.filter((line) => line !== ''));
				// What follows the last line end is no blank line.
				expect(blankLines).toBe(lines.slice(0, -1).filter((line) => line === '').length);
				expect(raw.replace(/[\r\n]/g, '')).toBe(text.replace(/[\r\n]/g, ''));
			}),
			{ numRuns: 1_000 }
		);
	});

	it('takes a CRLF that is cut in two as one line end', () => {
		expect(scan(['a\r', '\nb'])).toEqual({ lines: ['a', 'b'], raw: 'a\r\nb', blankLines: 0 });
		expect(scan(['a\r', 'b'])).toEqual({ lines: ['a', 'b'], raw: 'a\rb', blankLines: 0 });
		expect(scan(['a\r', '']).lines).toEqual(['a']);
	});

	it('keeps the line break in the raw row and out of the cell', () => {
		expect(scan(['one\r\ntwo'])).toMatchObject({ lines: ['one', 'two'], raw: 'one\r\ntwo' });
	});

	it('keeps a line of blanks: only a line without characters is blank', () => {
		expect(scan(['  \n\n\t\n'])).toEqual({ lines: ['  ', '\t'], raw: '  \n\t\n', blankLines: 1 });
	});
});
