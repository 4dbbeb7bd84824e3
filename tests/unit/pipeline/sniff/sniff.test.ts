import { describe, expect, it } from 'vitest';
import { PREVIEW_ROWS } from '../../../../src/lib/pipeline/constants';
import { InputError } from '../../../../src/lib/pipeline/read/input-error';
import { sniffInput } from '../../../../src/lib/pipeline/sniff/sniff';

const sniff = (text: string, name = 'app.csv', complete = true) => sniffInput(text, complete, name);

describe('sniffInput: delimiter', () => {
	it.each([',', ';', '\t', '|', '^', '~', '#'])('finds %j from a known header', (delimiter) => {
		const text = [
			['source', 'log_message', 'note'],
			['web', 'started, at last; really', 'a|b'],
			['db', 'stopped', '']
		]
			.map((cells) => cells.map((cell) => (cell.includes(delimiter) ? `"${cell}"` : cell)))
			.map((cells) => cells.join(delimiter))
			.join('\n');
		const { format, mapping, rows } = sniff(text);
		expect(format).toMatchObject({ kind: 'csv', delimiter, header: true });
		expect(format.columns).toEqual(['source', 'log_message', 'note']);
		expect(mapping).toEqual({ source: 0, message: 1, defaultSource: 'app' });
		expect(rows[0]).toEqual(['web', 'started, at last; really', 'a|b']);
	});

	it('finds the delimiter of a quoted header', () => {
		const { format, mapping } = sniff('"source";"log_message"\r\n"a";"b, c, d"\r\n');
		expect(format.delimiter).toBe(';');
		expect(format.columns).toEqual(['source', 'log_message']);
		expect(mapping.message).toBe(1);
	});

	it('guesses from the rows when no name is known', () => {
		expect(sniff('alpha;beta\n1;2,5\n3;4,5\n').format.delimiter).toBe(';');
	});

	it('takes a given delimiter as given', () => {
		const { format, rows } = sniffInput('a;b\nc;d', true, 'x.csv', {
			delimiter: ',',
			header: false
		});
		expect(format.delimiter).toBe(',');
		expect(rows).toEqual([['a;b'], ['c;d']]);
	});
});

describe('sniffInput: header', () => {
	it('sees a header without known names and leaves the message open', () => {
		const { format, mapping, rows } = sniff('alpha,beta\nx1,y1\nx2,y2\n');
		expect(format.header).toBe(true);
		expect(format.columns).toEqual(['alpha', 'beta']);
		expect(mapping.message).toBeUndefined();
		expect(rows).toEqual([
			['x1', 'y1'],
			['x2', 'y2']
		]);
	});

	it('names columns by position when there is no header', () => {
		const { format, rows } = sniff('7,started 3 jobs\n8,stopped 2 jobs\n');
		expect(format.header).toBe(false);
		expect(format.columns).toEqual(['column 1', 'column 2']);
		expect(rows).toHaveLength(2);
	});

	it('names the columns of a csvlog of PostgreSQL', () => {
		const row = (level: string, state: string): string =>
			[
				...['2026-11-20 06:25:01.250 UTC', 'till', 'orders', '7', '', '69.7', '1', ''],
				...['2026-11-20 06:25:00 UTC', '1/2', '0', level, state, 'it failed'],
				...Array.from({ length: 9 }, () => '')
			].join(',');
		const known = sniff(`${row('ERROR', '42P01')}\n${row('LOG', '00000')}\n`);
		expect(known.format).toMatchObject({ kind: 'csv', header: false });
		expect(known.format.columns).toHaveLength(23);
		expect(known.format.columns.slice(11, 14)).toEqual([
			'error_severity',
			'sql_state_code',
			'message'
		]);
		expect(known.mapping).toMatchObject({ timestamp: 0, level: 11, message: 13, source: 22 });
		const other = sniff(`${row('ERROR', '42')}\n${row('LOG', '00')}\n`);
		expect(other.format.columns[11]).toBe('column 12');
	});

	it('takes the times of the W3C format as UTC unless the file calls them local', () => {
		const log = (head: string): string =>
			`#Version: 1.0\n${head}#Fields: date time c-ip s-reason\n2026-11-24 12:00:01 192.0.2.7 idle\n`;
		expect(sniff(log(''), 'a.log').format.zone).toBe('utc');
		expect(sniff(log('#Time Format: Local\n'), 'a.log').format.zone).toBe('local');
	});

	it('names a repeated column and says so once', () => {
		const { format, problems } = sniff('message,note,note,note\na,b,c,d\n');
		expect(format.columns).toEqual(['message', 'note', 'note (2)', 'note (3)']);
		expect(problems).toHaveLength(1);
		expect(problems[0]).toMatchObject({ kind: 'duplicate-header', line: 1, column: 'note' });
		expect(problems[0]?.message).toContain('Line 1');
	});

	it('keeps a column named __proto__', () => {
		const { format, rows } = sniff('__proto__,log_message,constructor\na,b,c\n');
		expect(format.columns).toEqual(['__proto__', 'log_message', 'constructor']);
		expect(rows).toEqual([['a', 'b', 'c']]);
	});

	it('refuses a header without rows, and says that', () => {
		for (const text of ['source,log_message', 'source,log_message\r\n\r\n'])
			expect(() => sniff(text)).toThrow(/header line but no rows/);
	});

	it('does not take a first row longer than the looked-at head for a missing one', () => {
		const { rows, mapping } = sniff(`source,log_message\nweb,${'long '.repeat(20_000)}\n`);
		expect(mapping.message).toBe(1);
		expect(rows).toHaveLength(1);
		expect(rows[0]?.[1]).toHaveLength(100_000);
	});

	it('knows the columns even when the only row is longer than the sample', () => {
		const { format, mapping } = sniff(`7,8 ${'x'.repeat(250_000)}`, 'app.csv', false);
		expect(format.columns).toEqual(['column 1', 'column 2']);
		expect(mapping.message).toBeUndefined();
	});

	it('reads 300 columns', () => {
		const names = Array.from({ length: 300 }, (_, i) => (i === 250 ? 'log_message' : `c${i}`));
		const { format, mapping, rows } = sniff(`${names.join(',')}\n${names.join(',')}\n`);
		expect(format.columns).toEqual(names);
		expect(mapping.message).toBe(250);
		expect(rows[0]).toHaveLength(300);
	});
});

describe('sniffInput: kind', () => {
	it('reads a log file as lines', () => {
		const { format, mapping, rows } = sniff('started, with a comma\r\nstopped\n', 'web.log.gz');
		expect(format).toMatchObject({ kind: 'lines', header: false, columns: ['message'] });
		expect(mapping).toEqual({ message: 0, defaultSource: 'web' });
		expect(rows).toEqual([['started, with a comma'], ['stopped']]);
	});

	it.each(['notes.txt', 'pasted', ''])('sees a CSV header in %j', (name) => {
		expect(sniff('source,message\na,b\n', name).format.kind).toBe('csv');
		expect(sniff('"source","message"\n"a","b"\n', name).format.kind).toBe('csv');
	});

	it('does not take a sentence with a comma for a header', () => {
		expect(sniff('message received, source unknown\nother\n', 'x.txt').format.kind).toBe('lines');
	});

	it('follows what the user chose', () => {
		expect(sniffInput('source,message\na,b', true, 'x.csv', { kind: 'lines' }).rows).toEqual([
			['source,message'],
			['a,b']
		]);
		expect(
			sniffInput('a,b', true, 'x.log', { kind: 'csv', encoding: 'utf-16le', gzip: true }).format
		).toMatchObject({ kind: 'csv', encoding: 'utf-16le', gzip: true });
	});
});

describe('sniffInput: preview', () => {
	it('shows a bounded number of rows', () => {
		const lines = Array.from({ length: 100 }, (_, i) => `line ${i}`);
		expect(sniff(lines.join('\n'), 'x.log').rows).toHaveLength(PREVIEW_ROWS);
		const { rows } = sniff(`message\n${lines.join('\n')}`);
		expect(rows).toHaveLength(PREVIEW_ROWS);
		expect(rows[0]).toEqual(['line 0']);
	});

	it('leaves out the row that the end of the sample cuts', () => {
		const { rows } = sniff('message,n\nfirst,1\nsecond,2\nthi', 'x.csv', false);
		expect(rows).toEqual([
			['first', '1'],
			['second', '2']
		]);
	});

	it.each(['', ' \r\n\t\n'])('refuses an input without text: %j', (text) => {
		expect(() => sniff(text)).toThrow(InputError);
		expect(() => sniff(text)).toThrow(/empty/);
	});
});
