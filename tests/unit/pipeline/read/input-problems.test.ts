import { describe, expect, it } from 'vitest';
import { MAX_PROBLEMS_KEPT } from '../../../../src/lib/pipeline/constants';
import type { InputFormat } from '../../../../src/lib/pipeline/read/input-format';
import { InputProblems } from '../../../../src/lib/pipeline/read/input-problems';
import { RowReader } from '../../../../src/lib/pipeline/read/row-batch';

const FORMAT: InputFormat = {
	kind: 'csv',
	encoding: 'utf-8',
	gzip: false,
	delimiter: ',',
	header: true,
	columns: ['source', 'log_message', 'note']
};
const LINES: InputFormat = { ...FORMAT, kind: 'lines', header: false, columns: ['message'] };

/** Reads the pieces and collects what is wrong with them. */
function inspect(pieces: readonly string[], format = FORMAT): InputProblems {
	const problems = new InputProblems(format);
	const message = format.kind === 'csv' ? 1 : 0;
	const reader = new RowReader(format, { message, defaultSource: 'x' });
	let rows = 0;
	pieces.forEach((piece, at) => {
		const batch = reader.push(piece, at === pieces.length - 1);
		problems.inspect(batch, rows);
		rows += batch.scanned.rows - batch.skip;
	});
	problems.finish();
	return problems;
}

const HEADER = 'source,log_message,note\n';

describe('InputProblems', () => {
	it('finds nothing wrong with a good input', () => {
		expect(inspect([HEADER, 'a,b,c\nd,e', ',f\n']).kept).toEqual([]);
	});

	it('counts the NUL characters that were passed over, in one sentence', () => {
		const problems = new InputProblems(FORMAT);
		problems.nulBytes = 5_000;
		problems.finish();
		expect(problems.kept).toMatchObject([{ kind: 'nul-bytes' }]);
		expect(problems.kept[0]?.message).toMatch(/^5,000 NUL characters were passed over/);
	});

	it('names the row and the first missing column of a short row, in any piece', () => {
		for (const pieces of [[`${HEADER}a,b,c\nd,e\nf\n`], [HEADER, 'a,b,c\n', 'd,', 'e\nf', '\n']]) {
			const { kept } = inspect(pieces);
			expect(kept).toMatchObject([
				{ kind: 'ragged-row', row: 1, column: 'note' },
				{ kind: 'ragged-row', row: 2, column: 'log_message' }
			]);
			expect(kept[0]?.message).toBe('Row 2 has 2 cells, expected 3: "note" is taken as empty.');
			expect(kept[1]?.message).toBe(
				'Row 3 has 1 cell, expected 3: "log_message" and the columns after it are taken as empty.'
			);
		}
	});

	it('says that further cells are kept, and how many columns they need', () => {
		const problems = inspect([`${HEADER}a,b,c,d\ne,f,g,h,i\n`]);
		expect(problems.extraColumns).toBe(2);
		expect(problems.kept.map(({ row }) => row)).toEqual([0, 1]);
		expect(problems.kept[0]).not.toHaveProperty('column');
		expect(problems.kept[0]?.message).toContain('cells after "note" are kept');
	});

	it('does not hold the header to be a row', () => {
		expect(inspect(['a\nb,c,d\n']).kept).toEqual([]);
		expect(inspect(['a\nb,c,d\n'], { ...FORMAT, header: false }).kept).toMatchObject([{ row: 0 }]);
	});

	it('names the row with a quote that is never closed', () => {
		const { kept } = inspect([`${HEADER}a,b,c\nd,"e,f\ng,h,i\n`]);
		expect(kept.map(({ kind, row }) => ({ kind, row }))).toContainEqual({
			kind: 'unclosed-quote',
			row: 1
		});
		expect(kept.every(({ row }) => row === 1)).toBe(true);
		expect(kept.find(({ kind }) => kind === 'unclosed-quote')?.message).toMatch(/^Row 2: /);
	});

	it('names each row with invalid bytes once, also when its text comes in two pieces', () => {
		for (const pieces of [
			[`${HEADER}a,\uFFFD\uFFFD,c\nd,e,f\ng,h,i\uFFFD\n`],
			[HEADER, 'a,\uFFFD', '\uFFFD,c\nd,', 'e,f\ng,h', ',i\uFFFD', '\n']
		]) {
			const found = inspect(pieces).kept.map(({ kind, row }) => `${kind} ${row}`);
			expect(found.sort()).toEqual(['invalid-bytes 0', 'invalid-bytes 2']);
		}
	});

	it('tells the header from the rows', () => {
		const { kept } = inspect(['so\uFFFDurce,log_message,"note\na,b\uFFFD,c\n']);
		expect(kept.map(({ kind, row, line }) => ({ kind, row, line }))).toEqual([
			{ kind: 'unclosed-quote', line: 1 },
			{ kind: 'invalid-bytes', line: 1 },
			{ kind: 'invalid-bytes', row: 0 }
		]);
		expect(kept[0]?.message).toMatch(/^The header: /);
	});

	it('counts blank lines in one sentence', () => {
		expect(inspect([HEADER, '\n\na,b,c\n', '\n']).kept).toEqual([
			{ kind: 'blank-lines', message: '3 blank lines were passed over: a blank line is no row.' }
		]);
		expect(inspect(['a\n\nb\n'], LINES).kept[0]?.message).toMatch(/^1 blank line was/);
	});

	it('keeps the first problems and counts the rest', () => {
		const problems = inspect([HEADER, 'a\n'.repeat(MAX_PROBLEMS_KEPT + 50)]);
		expect(problems.kept).toHaveLength(MAX_PROBLEMS_KEPT);
		expect(problems.count).toBe(MAX_PROBLEMS_KEPT + 50);
		expect(problems.kept.at(-1)?.row).toBe(MAX_PROBLEMS_KEPT - 1);
	});
});
