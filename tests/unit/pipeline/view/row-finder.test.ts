import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChunkText } from '../../../../src/lib/pipeline/read/row-cells';
import { RowFinder } from '../../../../src/lib/pipeline/view/row-finder';

function chunkOf(rows: readonly string[]): ChunkText {
	let end = 0;
	return { text: rows.join(''), ends: Uint32Array.from(rows, (row) => (end += row.length)) };
}

const found = (finder: RowFinder, rows: readonly string[]): number[] | undefined =>
	finder.in(chunkOf(rows)) && [...(finder.in(chunkOf(rows)) as Uint8Array)];

const holds = (row: string, text: string): boolean =>
	row.toLowerCase().includes(text.toLowerCase());

describe('RowFinder', () => {
	it('finds a text in any case, and none that only two rows together make', () => {
		const rows = ['a Time\n', 'out\n', 'time', 'out\n', '', 'x TIMEOUT\n', 'aa', 'aab'];
		const finder = RowFinder.ofText('timeout', []);
		expect(found(finder, rows)).toEqual([0, 0, 0, 0, 0, 1, 0, 0]);
		expect(found(RowFinder.ofText('aab', []), rows)).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
	});

	it('finds rows by a pattern, and those that hold an exception', () => {
		const finder = new RowFinder(/b\d/gi, ['{', '\u001b']);
		const rows = ['b', '1', 'B2 b3', '{}', 'x', 'a\u001b[0m'];
		expect(found(finder, rows)).toEqual([0, 0, 1, 1, 0, 1]);
	});

	it('finds what a match that reaches into the next row would hide', () => {
		expect(found(new RowFinder(/abc|b/gi, []), ['xab', 'c', 'abc'])).toEqual([1, 0, 1]);
	});

	it('takes a text without ASCII in any case', () => {
		expect(found(RowFinder.ofText('ошибка', []), ['ОШИБКА', 'Ошиб', 'ка'])).toEqual([1, 0, 0]);
	});

	it('does not say where it cannot', () => {
		// Which of two lower cases Σ has depends on what stands around it.
		expect(found(RowFinder.ofText('ς', []), ['ΟΔΟΣ'])).toBeUndefined();
		expect(found(RowFinder.ofText('é', []), ['İÉ'])).toBeUndefined();
	});

	const alphabets = [
		'ab ',
		'aksiKSI\n',
		'iİıI\u0307',
		'kK\u212a',
		'sSſß',
		'ΣσςΑ',
		'éÉe',
		'😀\u{10400}\u{10428}',
		'жЖ.[\\'
	];
	const cases = fc.constantFrom(...alphabets, alphabets.join('')).chain((alphabet) => {
		const unit = fc.constantFrom(...alphabet);
		return fc.tuple(
			fc.string({ unit, minLength: 1, maxLength: 4 }),
			fc.array(fc.string({ unit, maxLength: 8 }), { minLength: 1, maxLength: 12 })
		);
	});

	it('misses no row, for texts and rows of any letters', () => {
		fc.assert(
			fc.property(cases, ([text, rows]) => {
				const marks = found(RowFinder.ofText(text.toLowerCase(), []), rows);
				const missed = rows.filter((row, at) => holds(row, text) && marks?.[at] === 0);
				expect(missed).toEqual([]);
			}),
			{ numRuns: 5_000 }
		);
	});

	it('finds no other row where all is ASCII', () => {
		const unit = fc.constantFrom(...'abKks.\\ ');
		const texts = fc.string({ unit, minLength: 1, maxLength: 3 });
		fc.assert(
			fc.property(texts, fc.array(fc.string({ unit, maxLength: 6 })), (text, rows) => {
				const marks = rows.map((row) => (holds(row, text) ? 1 : 0));
				expect(found(RowFinder.ofText(text.toLowerCase(), []), rows)).toEqual(marks);
			}),
			{ numRuns: 2_000 }
		);
	});
});
