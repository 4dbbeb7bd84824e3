import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { MAX_QUOTED_CELL_CHARS } from '../../../../src/lib/pipeline/constants';
import { cellText, CsvScanner, splitRow } from '../../../../src/lib/pipeline/read/csv-scanner';
import { stringOf } from '../../../../src/lib/pipeline/text/piece-text';
import { cut, cuts } from '../../support/pieces';

const COLUMNS = Array.from({ length: 8 }, (_, column) => column);

interface Scan {
	rows: string[][];
	raw: string[];
	blankLines: number;
	unclosed: number[];
}

/** Feeds the pieces one by one and collects everything that the scanner says. */
function scan(pieces: readonly string[], { delimiter = ',', wanted = COLUMNS } = {}): Scan {
	const scanner = new CsvScanner(delimiter, wanted);
	const all: Scan = { rows: [], raw: [], blankLines: 0, unclosed: [] };
	pieces.forEach((piece, at) => {
		const out = scanner.push(piece, at === pieces.length - 1);
		const text = stringOf(out.text);
		all.blankLines += out.blankLines;
		for (const row of out.unclosed) all.unclosed.push(all.rows.length + row);
		for (let row = 0; row < out.rows; row++) {
			const count = Math.min(wanted.length, out.cellCounts[row] as number);
			all.rows.push(
				wanted.slice(0, count).map((_, slot) => {
					const cell = (row * wanted.length + slot) * 2;
					return cellText(text, out.cells[cell] as number, out.cells[cell + 1] as number);
				})
			);
			all.raw.push(text.slice(out.starts[row], out.ends[row]));
		}
	});
	return all;
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

/** A table written as CSV text: its cells, and whether quotes were used where they are not needed. */
const table = fc
	.record({
		delimiter: fc.constantFrom(',', ';', '\t', '|'),
		newline: fc.constantFrom('\n', '\r\n'),
		rows: fc.array(
			fc.array(
				fc.record({
					cell: fc
						.array(
							fc.constantFrom('a', 'B ', '"', '""', ',', ';', '\t', '|', '\n', '\r\n', 'é', '😀'),
							{
								maxLength: 5
							}
						)
						.map((parts) => parts.join('')),
					alwaysQuote: fc.boolean()
				}),
				{ minLength: 1, maxLength: 6 }
			),
			{ minLength: 1, maxLength: 8 }
		),
		ended: fc.boolean()
	})
	.map(({ delimiter, newline, rows, ended }) => {
		const write = ({ cell, alwaysQuote }: { cell: string; alwaysQuote: boolean }, only: boolean) =>
			alwaysQuote || /^"|[\r\n]/.test(cell) || cell.includes(delimiter) || (only && cell === '')
				? quoted(cell)
				: cell;
		const lines = rows.map((row) =>
			row.map((cell) => write(cell, row.length === 1)).join(delimiter)
		);
		return {
			delimiter,
			newline,
			cells: rows.map((row) => row.map(({ cell }) => cell)),
			text: lines.join(newline) + (ended ? newline : '')
		};
	});

describe('CsvScanner', () => {
	it('reads what PapaParse reads, in pieces of any size', () => {
		fc.assert(
			fc.property(table, cuts, ({ text, delimiter, newline, cells }, at) => {
				const papa = Papa.parse<string[]>(text, { delimiter, newline }).data;
				if (text.endsWith(newline)) papa.pop();
				expect(papa).toEqual(cells);
				expect(scan([text], { delimiter }).rows).toEqual(papa);
				expect(scan(cut(text, at), { delimiter }).rows).toEqual(papa);
			}),
			{ numRuns: 500 }
		);
	});

	it('reads any text in pieces as it reads it in one', () => {
		const nasty = fc
			.array(fc.constantFrom('"', '""', ',', '\n', '\r', '\r\n', 'a', 'b c', '\0', '\ud800'), {
				maxLength: 30
			})
			.map((parts) => parts.join(''));
		fc.assert(
			fc.property(nasty, cuts, (text, at) => {
				expect(scan(cut(text, at))).toEqual(scan([text]));
			}),
			{ numRuns: 1_000 }
		);
	});

	it('loses no character: raw rows and blank lines together are the text', () => {
		fc.assert(
			fc.property(table, cuts, ({ text, delimiter }, at) => {
				expect(scan(cut(text, at), { delimiter }).raw.join('')).toBe(text);
			})
		);
	});

	it('gives raw rows that splitRow reads again', () => {
		fc.assert(
			fc.property(table, ({ text, delimiter, cells }) => {
				const again = scan([text], { delimiter }).raw.map((raw) => splitRow(raw, delimiter, 6));
				expect(again).toEqual(cells);
			})
		);
	});

	it('reports wanted columns only, in the order asked for, and -1 where the row has none', () => {
		const out = new CsvScanner(',', [2, 0]).push('a,b,c\nd,e\n', true);
		expect(Array.from(out.cellCounts)).toEqual([3, 2]);
		expect(Array.from(out.cells)).toEqual([4, 5, 0, 1, -1, -1, 6, 7]);
		expect(cellText('', -1, -1)).toBe('');
	});

	it('takes LF, CRLF and CR as line ends in one text', () => {
		expect(scan(['a\nb\r\nc\rd']).rows).toEqual([['a'], ['b'], ['c'], ['d']]);
	});

	it('takes a CRLF that is cut in two as one line end', () => {
		expect(scan(['a,b\r', '\nc,d\r', '\n'])).toMatchObject({
			rows: [
				['a', 'b'],
				['c', 'd']
			],
			blankLines: 0
		});
		expect(scan(['a\r', 'b']).rows).toEqual([['a'], ['b']]);
		expect(scan(['"a"\r', '\n"b"']).rows).toEqual([['a'], ['b']]);
	});

	it('passes over blank lines and counts them; a quoted empty cell is a row', () => {
		expect(scan(['\n\r\na\n\n""\n\r', '\n'])).toMatchObject({
			rows: [['a'], ['']],
			blankLines: 4
		});
	});

	it('ends a row with a quote that is never closed at its line end, and keeps the rows after it', () => {
		const { rows, unclosed } = scan(['a,b\nc,"d\ne,f\ng,h\n']);
		expect(rows).toEqual([
			['a', 'b'],
			['c', '"d'],
			['e', 'f'],
			['g', 'h']
		]);
		expect(unclosed).toEqual([1]);
	});

	it('gives up on a quote after a bounded number of characters, wherever the pieces end', () => {
		const lines = Array.from({ length: 40_000 }, (_, i) => `${i},${'x'.repeat(60)}`).join('\n');
		const text = `0,"open\n${lines}\n1,"closed"\n`;
		expect(text.length).toBeGreaterThan(MAX_QUOTED_CELL_CHARS);
		const whole = scan([text]);
		expect(whole.rows).toHaveLength(40_002);
		expect(whole.rows[40_001]).toEqual(['1', 'closed']);
		expect(whole.unclosed).toEqual([0]);
		const pieces = Array.from({ length: 6 }, (_, i) => text.slice(i * 500_000, (i + 1) * 500_000));
		expect(pieces.join('')).toBe(text);
		expect(scan(pieces)).toEqual(whole);
	});

	it('names a row with an open quote once, although it comes in several pieces', () => {
		const long = 'x'.repeat(MAX_QUOTED_CELL_CHARS);
		const { rows, unclosed } = scan([`"${long}`, 'y', 'z', '\nnext\n']);
		expect(rows).toHaveLength(2);
		expect(unclosed).toEqual([0]);
	});

	it('takes quotes literally where they do not enclose the cell', () => {
		expect(scan(['a"b",c\n"d"e,f\n "g",h']).rows).toEqual([
			['a"b"', 'c'],
			['"d"e', 'f'],
			[' "g"', 'h']
		]);
	});

	it('reads rows without text and text without rows', () => {
		expect(scan(['']).rows).toEqual([]);
		expect(scan([',']).rows).toEqual([['', '']]);
		expect(scan(['a,', '']).rows).toEqual([['a', '']]);
	});

	it('refuses a delimiter that is not one character', () => {
		expect(() => new CsvScanner('', [0])).toThrow(RangeError);
		expect(() => new CsvScanner('||', [0])).toThrow('one character');
	});
});

describe('splitRow', () => {
	it('gives the cells of a row without its line break', () => {
		expect(splitRow('a,"b ""c"",\nd",\r\n', ',', 5)).toEqual(['a', 'b "c",\nd', '']);
	});

	it('gives no more cells than asked for', () => {
		expect(splitRow('a,b,c', ',', 2)).toEqual(['a', 'b']);
	});

	it('gives nothing for a row without text', () => {
		expect(splitRow('', ',', 3)).toEqual([]);
	});
});
