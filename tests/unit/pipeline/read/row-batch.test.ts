import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputFormat } from '../../../../src/lib/pipeline/read/input-format';
import { sliceText, stringOf, type PieceText } from '../../../../src/lib/pipeline/text/piece-text';
import { RowReader } from '../../../../src/lib/pipeline/read/row-batch';
import { textOfSpan } from '../../../../src/lib/pipeline/text/text-units';
import { cut, cuts } from '../../support/pieces';

const CSV: InputFormat = {
	kind: 'csv',
	encoding: 'utf-8',
	gzip: false,
	delimiter: ',',
	header: true,
	columns: ['time', 'app', 'msg', 'level']
};

describe('RowReader', () => {
	it('reads the mapped cells', () => {
		const mapping = { timestamp: 0, source: 1, message: 2, level: 3, defaultSource: 'file' };
		const batch = new RowReader(CSV, mapping).push(
			'time,app,msg,level\n2026-01-02,web,"a ""b""",W\n',
			true
		);
		expect(batch.skip).toBe(1);
		expect(batch.scanned.rows).toBe(2);
		expect([batch.time(1), batch.source(1), batch.message(1), batch.level(1)]).toEqual([
			Date.UTC(2026, 0, 2),
			'web',
			'a "b"',
			'W'
		]);
	});

	it('skips the header once, also when it comes in a later piece', () => {
		const reader = new RowReader(CSV, { message: 2, defaultSource: 'file' });
		expect(reader.push('time,app', false)).toMatchObject({ skip: 0, scanned: { rows: 0 } });
		expect(reader.push(',msg,level\n', false).skip).toBe(1);
		expect(reader.push('1,web,a,W\n', true).skip).toBe(0);
	});

	it('takes the default source where the cell is empty or missing, and nothing elsewhere', () => {
		const reader = new RowReader(
			{ ...CSV, header: false },
			{ message: 0, source: 1, defaultSource: 'f' }
		);
		const batch = reader.push('a,web\nb,\nc\n', true);
		expect([0, 1, 2].map((row) => batch.source(row))).toEqual(['web', 'f', 'f']);
		expect([batch.time(0), batch.level(0)]).toEqual([NaN, '']);
		expect(
			new RowReader(CSV, { message: 2, defaultSource: 'f' }).push('a\nb\n', true).message(1)
		).toBe('');
	});

	it('reads bytes as it reads text, one piece of either after the other', () => {
		const cell = fc
			.array(fc.constantFrom('a', 'é', '€', '😀', '"', ',', '\n', '\u001b[1m', '\uFEFF', ' '), {
				maxLength: 4
			})
			.map((parts) => parts.join(''));
		const rows = fc.array(fc.tuple(cell, cell, fc.boolean()), { minLength: 1, maxLength: 8 });
		const delimiter = fc.constantFrom(',', '¦');
		fc.assert(
			fc.property(rows, cuts, fc.array(fc.boolean()), delimiter, (all, at, asBytes, delimiter) => {
				const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
				const text = all
					.map(([a, b, plain]) =>
						(plain ? ['x', '2026-01-02'] : [a, b]).map(quoted).join(delimiter)
					)
					.join('\n');
				const format = { ...CSV, header: false, delimiter };
				const mapping = { message: 0, source: 1, timestamp: 1, level: 0, defaultSource: 'f' };
				const pieces = cut(text, at).map((piece) => piece.replace(/\p{Surrogate}/gu, '\uFFFD'));
				const read = (encode: (piece: string, at: number) => PieceText): unknown[] => {
					const reader = new RowReader(format, mapping);
					return pieces.flatMap((piece, index) => {
						const batch = reader.push(encode(piece, index), index === pieces.length - 1);
						const { starts, ends } = batch.scanned;
						return Array.from({ length: batch.scanned.rows }, (_, row) => [
							batch.message(row),
							batch.source(row),
							batch.time(row),
							batch.level(row),
							textOfSpan(batch.messageUnits(row)),
							batch.sourceUnits && textOfSpan(batch.sourceUnits(row)),
							textOfSpan(batch.levelUnits(row)),
							batch.unitsOf(row),
							stringOf(sliceText(batch.scanned.text, starts[row] as number, ends[row]))
						]);
					});
				};
				const bytesOf = (piece: string): PieceText => new TextEncoder().encode(piece);
				const asText = read((piece) => piece);
				expect(read(bytesOf)).toEqual(asText);
				expect(read((piece, at) => (asBytes[at] ? bytesOf(piece) : piece))).toEqual(asText);
			})
		);
	});

	it('allows one column to have two meanings', () => {
		const reader = new RowReader(
			{ ...CSV, header: false },
			{ message: 1, source: 1, defaultSource: 'f' }
		);
		const batch = reader.push('a,b\nc,d', true);
		expect([batch.message(1), batch.source(1)]).toEqual(['d', 'd']);
	});

	it('reads lines whole', () => {
		const lines: InputFormat = { ...CSV, kind: 'lines', header: false, columns: ['message'] };
		const batch = new RowReader(lines, { message: 0, defaultSource: 'f' }).push('a,"b"\nc', true);
		expect([batch.message(0), batch.message(1), batch.source(1)]).toEqual(['a,"b"', 'c', 'f']);
	});

	it('needs a message column', () => {
		expect(() => new RowReader(CSV, { defaultSource: 'f' })).toThrow(RangeError);
	});
});
