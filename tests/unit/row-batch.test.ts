import { describe, expect, it } from 'vitest';
import type { InputFormat } from '../../src/lib/pipeline/input-format';
import { RowReader } from '../../src/lib/pipeline/row-batch';

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
