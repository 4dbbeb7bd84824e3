import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { CsvWriter } from '../../../../src/lib/pipeline/export/csv';
import type { InputFormat } from '../../../../src/lib/pipeline/read/input-format';
import { inputFormat as format, writeRows } from '../../support/export-rows';

const OWN = [
	'target_label',
	'confidence',
	'tier',
	'rule',
	'needs_review',
	'family',
	'certainty',
	'family_confidence'
];
const OWN_CELLS = ['IOError', '0.9877', 'head', '', 'false', 'problem', 'sure', '0.9912'];
const parse = (text: string): string[][] =>
	Papa.parse<string[]>(text, { delimiter: ',', newline: '\r\n' }).data;

/** Writes raw rows and reads them back with PapaParse, the header included. */
function roundTrip(raws: string[], inputFormat: InputFormat, extraColumns = 0): string[][] {
	const text = writeRows((columns) => new CsvWriter(columns), raws, inputFormat, {
		extraColumns
	}).toString();
	expect(text.startsWith('\uFEFF')).toBe(true);
	expect(text.endsWith('\r\n')).toBe(true);
	return parse(text.slice(1)).slice(0, -1);
}

describe('CsvWriter', () => {
	it('keeps all input columns and adds its own', () => {
		expect(roundTrip(['a,"b, ""c""",d\r\n'], format(['source', 'log_message', 'note']))).toEqual([
			['source', 'log_message', 'note', ...OWN],
			['a', 'b, "c"', 'd', ...OWN_CELLS]
		]);
	});

	it('brings any cells back as they were', () => {
		const cell = fc
			.array(fc.constantFrom('a', 'b c', '"', ',', ';', '\n', '\r\n', 'é😀', '=', '-', ' ', '\t'), {
				maxLength: 5
			})
			.map((parts) => parts.join(''));
		const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1 });
		fc.assert(
			fc.property(rows, fc.constantFrom(',', ';'), (cells, delimiter) => {
				const raws = cells.map((row) => Papa.unparse([row], { delimiter, quotes: true }) + '\n');
				const found = roundTrip(raws, format(['x', 'y', 'z'], { delimiter })).slice(1);
				// A cell that a spreadsheet would run carries an apostrophe; nothing else changes.
				const safe = cells.map((row) =>
					row.map((text) => (/^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text))
				);
				expect(found.map((row) => row.slice(0, 3))).toEqual(safe);
			}),
			{ numRuns: 300 }
		);
	});

	it.each([
		'=1+1',
		'+1',
		'-1+2',
		'-a',
		'@SUM(A1)',
		'\uFF1D1',
		'\uFF0B1',
		'\uFF0D1',
		'\uFF20a',
		"'=1",
		'\t=1',
		'\r=1',
		'\n=1',
		'  =1',
		' \n+1',
		'\u00a0=1'
	])('makes %j safe', (cell) => {
		const found = roundTrip([`"${cell}",b\n`], format(['x', 'y']));
		expect(found[1]?.[0]).toBe(`'${cell}`);
	});

	it.each(['-1', '-12.5', '-1e-5', '-1,5', '50%', '|', '%x', "it's", "'quoted'", '\n'])(
		'leaves %j as it is',
		(cell) => {
			expect(roundTrip([`"${cell}",b\n`], format(['x', 'y']))[1]?.[0]).toBe(cell);
		}
	);

	it('writes names without an apostrophe, and makes one safe that is more than a name', () => {
		const columns = ['@timestamp', '-v', '=x', '@SUM(A1)'];
		expect(roundTrip([], format(columns))[0]?.slice(0, 4)).toEqual([
			'@timestamp',
			'-v',
			'_=x',
			'_@SUM(A1)'
		]);
	});

	it('leaves an existing target_label as the truth and calls ours predicted_label', () => {
		const [header, row] = roundTrip(['a,Truth\n'], format(['log_message', 'Target_Label']));
		expect(header).toEqual(['log_message', 'Target_Label', 'predicted_label', ...OWN.slice(1)]);
		expect(row?.slice(0, 3)).toEqual(['a', 'Truth', 'IOError']);
	});

	it('never gives two columns one name', () => {
		for (const columns of [
			['target_label', 'predicted_label', 'tier', 'log_message'],
			['target_label', 'predicted_label', 'winnow_target_label', 'm'],
			['tier', 'winnow_tier', 'confidence', 'm'],
			['m', 'extra 1', 'rule']
		]) {
			const header = roundTrip([], format(columns), 2)[0] as string[];
			expect(header).toHaveLength(columns.length + 2 + OWN.length);
			expect(new Set(header).size).toBe(header.length);
			expect(header.slice(0, columns.length)).toEqual(columns);
		}
	});

	it('keeps extra cells and fills missing ones', () => {
		const found = roundTrip(['a,b,c,d\n', 'e\n', '\n'], format(['x', 'y']), 2);
		expect(found[0]?.slice(0, 4)).toEqual(['x', 'y', 'extra 1', 'extra 2']);
		expect(found.slice(1).map((row) => row.slice(0, 4))).toEqual([
			['a', 'b', 'c', 'd'],
			['e', '', '', ''],
			['', '', '', '']
		]);
	});

	it('keeps columns named like object properties', () => {
		const found = roundTrip(['a,b\n'], format(['__proto__', 'constructor']));
		expect(found[0]?.slice(0, 2)).toEqual(['__proto__', 'constructor']);
		expect(found[1]?.slice(0, 2)).toEqual(['a', 'b']);
	});

	it('writes lines with their source and without their line break', () => {
		const lines = format(['message'], { kind: 'lines', header: false });
		expect(roundTrip(['a, "b"\r\n', 'c'], lines)).toEqual([
			['source', 'log_message', ...OWN],
			['file', 'a, "b"', ...OWN_CELLS],
			['file', 'c', ...OWN_CELLS]
		]);
	});
});
