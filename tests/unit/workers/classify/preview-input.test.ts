import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ColumnMapping, InputFormat } from '../../../../src/lib/pipeline/read/input-format';
import { stringOf } from '../../../../src/lib/pipeline/text/piece-text';
import { SNIFF_BYTES } from '../../../../src/lib/pipeline/constants';
import { RowReader } from '../../../../src/lib/pipeline/read/row-batch';
import type { InputPreview } from '../../../../src/workers/contracts/classifier';
import { previewInput } from '../../../../src/workers/classify/preview-input';
import { readFiles } from '../../../../src/workers/read/read-files';

const MODIFIED = Date.parse('2026-11-24T12:00:00Z');
const file = (name: string, content: string | Uint8Array<ArrayBuffer>) => ({
	name,
	file: new File([content], name, { lastModified: MODIFIED })
});

const preview = (
	files: ReturnType<typeof file>[] | string,
	format: Partial<InputFormat> = {},
	mapping?: ColumnMapping
): Promise<InputPreview> => previewInput(files, { zone: 'utc', ...format }, mapping);

const shown = ({ entries }: InputPreview): string[][] =>
	entries.map(({ time, severity, source, message }) => [
		time === undefined ? '' : new Date(time).toISOString(),
		severity,
		source,
		message
	]);

describe('previewInput', () => {
	it('shows the first rows as they will be read', async () => {
		const found = await preview([
			file(
				'web.log',
				'Nov 20 06:25:01 web1 sshd[1]: Timeout\nbare\nNov 20 06:25:02 web1 cron[2]: started\n'
			)
		]);
		// A line without a head belongs to the event before it.
		expect(shown(found)).toEqual([
			['2026-11-20T06:25:01.000Z', 'warning', 'sshd', 'Timeout\nbare'],
			['2026-11-20T06:25:02.000Z', 'info', 'cron', 'started']
		]);
		expect(found.format).toMatchObject({ kind: 'lines', lineFormats: ['syslog'] });
		expect(found.rows[0]).toEqual(['Nov 20 06:25:01', '', 'sshd', 'Timeout\nbare']);
	});

	it('reads them as the user says', async () => {
		const text = 'Nov 20 06:25:01 web1 sshd[1]: Timeout\n  more\n';
		const bare = await preview(text, { lineFormats: [], join: { by: 'off' } });
		expect(shown(bare).map((row) => row[3])).toEqual([
			'Nov 20 06:25:01 web1 sshd[1]: Timeout',
			'  more'
		]);
		const table = await preview(
			[file('t.csv', 'a,b,c\nno mail,since 9,web\n')],
			{ header: true },
			{ message: 1, alsoMessage: [0], source: 2, defaultSource: 't' }
		);
		expect(shown(table)).toEqual([['', 'info', 'web', 'since 9\nno mail']]);
	});

	it('reads files of different line formats together, each row with its own source', async () => {
		const found = await preview([
			file('logs/web.log', 'Nov 20 06:25:01 web1 sshd[1]: Timeout\n'),
			file('logs/app.log', '2026-11-20 06:25:02 ERROR Disk full\n\tat a.b(c)\n')
		]);
		expect(found.format.lineFormats).toEqual(['syslog', 'time-first']);
		expect(found.files.map(({ source, leftOut }) => [source, leftOut])).toEqual([
			['logs/web', undefined],
			['logs/app', undefined]
		]);
		// Syslog has no year: that it was assumed is said.
		expect(found.problems.map(({ kind }) => kind)).toEqual(['assumed-year']);
	});

	it('joins lines of several files as each of them asks for, or traces alone', async () => {
		const trace = '2026-11-20 08:00:01 ERROR Store: failed\n\tat shop.Store.open(Store.java:17)\n';
		const plain = '2026-11-20 08:00:02 INFO Web: shipped\n';
		const notes = 'one\ntwo\n\tat shop.Web.main(Web.java:3)\nthree\nfour\n';
		const joinOf = async (...texts: string[]): Promise<string | undefined> =>
			(await preview(texts.map((text, at) => file(`${at}.log`, text)))).format.join?.by;
		expect(await joinOf(trace, plain)).toBe('headers');
		expect(await joinOf(plain, trace)).toBe('headers');
		expect(await joinOf(trace, notes)).toBe('frames');
		expect(await joinOf('one\ntwo\n', 'three\n')).toBe('off');
	});

	it('finds a format that begins behind the part that is looked at first', async () => {
		const preamble = 'Settings as they were read, one after the other\n'.repeat(12_000);
		const log = Array.from(
			{ length: 4_000 },
			(_, at) => `Nov 20 06:25:${String(at % 60).padStart(2, '0')} web1 sshd[1]: Timeout ${at}\n`
		).join('');
		expect(preamble.length).toBeGreaterThan(2 * SNIFF_BYTES);
		for (const input of [[file('a.log', preamble + log)], preamble + log]) {
			const { format, mapping, files } = await preview(input);
			expect(format).toMatchObject({ lineFormats: ['syslog'], join: { by: 'frames' } });
			const batch = new RowReader(format, mapping, files[0]).push(preamble + log, true);
			expect(batch.scanned.rows).toBe(16_000);
			expect([batch.message(0), batch.source(0)]).toEqual([
				'Settings as they were read, one after the other',
				typeof input === 'string' ? 'pasted' : 'a'
			]);
			expect([batch.message(15_999), batch.source(15_999)]).toEqual(['Timeout 3999', 'sshd']);
		}
	});

	it('finds formats that change within a file, and leaves what was chosen', async () => {
		const first = 'Nov 20 06:25:01 web1 sshd[1]: Timeout\n'.repeat(12_000);
		const then = '2026-11-20 06:25:02 ERROR Disk full\n'.repeat(12_000);
		const change = (text: string) => [file('a.log', text)];
		expect((await preview(change(first + then))).format.lineFormats).toEqual([
			'syslog',
			'time-first'
		]);
		const wide = new Uint8Array(Buffer.from(`\uFEFF${first}${then}`, 'utf16le'));
		expect((await preview([file('a.log', wide)])).format.lineFormats).toEqual([
			'syslog',
			'time-first'
		]);
		const chosen = await preview(change(first + then), { lineFormats: ['syslog'] });
		expect(chosen.format.lineFormats).toEqual(['syslog']);
	});

	it('finds the fields of all JSON files', async () => {
		const found = await preview([
			file('a.jsonl', '{"msg":"x","a":1}\n'),
			file('b.jsonl', '{"msg":"y","b":2}\n')
		]);
		expect(found.format.columns).toEqual(['msg', 'a', 'b']);
		expect(found.mapping.message).toBe(0);
	});

	it('finds the fields of the objects in the lines of all files', async () => {
		const line = (json: string): string => `2026-11-24T12:00:01.25Z stdout F ${json}\n`;
		const found = await preview([
			file('a.log', line('{"level":"info","msg":"a","user":{"id":1}}')),
			file('b.log', line('{"level":"info","msg":"b","order":7,"user":{"id":2}}'))
		]);
		expect(found.format.inner?.map(({ name }) => name)).toEqual(['user.id', 'order']);
		expect(found.format.columns).toEqual(['time', 'level', 'source', 'message']);
	});

	it('leaves out what cannot be read, and says so', async () => {
		const table = 'source,message\na,Timeout\n';
		const found = await preview([
			file('empty.log', ''),
			file('one.csv', table),
			file('two.csv', table),
			file('other.csv', 'x,message\na,Timeout\n'),
			file('picture.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4))
		]);
		expect(found.files.map(({ leftOut }) => leftOut !== undefined)).toEqual([
			true,
			false,
			false,
			false,
			true
		]);
		expect(found.bytes).toBe(3 * table.length - 5);
		const messages = found.problems.map(({ kind, message }) => `${kind}: ${message}`);
		expect(messages).toHaveLength(2);
		expect(messages[0]).toMatch(/^left-out: empty.log was left out: The file is empty/);
		expect(messages[1]).toMatch(/picture.png was left out: This is a PNG image/);
		await expect(preview([file('empty.log', '')])).rejects.toThrow(/empty/);
	});

	it('reads files of different formats each in its own way', async () => {
		const found = await preview([
			file('b.csv', 'when,message,colour\n2026-11-20 06:25:02,Link down,red\n'),
			file(
				'c.jsonl',
				'{"time":"2026-11-20T06:25:01Z","level":"error","msg":"x","colour":"blue"}\n'
			),
			file('a.log', 'bare\nlines\n'),
			file('d.csv', 'x,y\n1,2\n3,4\n')
		]);
		expect(found.format).toMatchObject({
			kind: 'csv',
			merged: true,
			columns: ['time', 'level', 'source', 'log_message', 'colour', 'other_fields']
		});
		expect(found.files.map(({ way }) => way?.format.kind)).toEqual([
			'csv',
			'json',
			'lines',
			undefined
		]);
		expect(shown(found)).toEqual([
			['2026-11-20T06:25:01.000Z', 'error', 'c', 'x'],
			['2026-11-20T06:25:02.000Z', 'info', 'b', 'Link down'],
			['', 'info', 'a', 'bare'],
			['', 'info', 'a', 'lines']
		]);
		expect(found.problems.map(({ message }) => message)).toEqual([
			'd.csv was left out: it is not plain which of its columns holds the message. Drop it by itself.'
		]);
		// Chosen by hand, one way holds for all.
		const asLines = await preview([file('b.csv', 'a,b\n'), file('c.jsonl', '{"msg":"x"}\n')], {
			kind: 'lines'
		});
		expect(asLines.format.merged).toBeUndefined();
	});

	it('names levels that are not known, and counts them', async () => {
		const found = await preview([
			file('a.csv', 'time,level,message\n,BANANA,x\n,error,y\n,BANANA,z\n,plum,z\n')
		]);
		expect(found.problems).toEqual([
			{
				kind: 'unknown-level',
				message:
					'Of the first rows 3 have a level that is not known: "BANANA" (2), "plum" (1). How bad they are is judged by their messages.'
			}
		]);
	});

	it('decides the order of dates once for a table and for JSON, from further on too', async () => {
		const rows = (count: number, date: string): string =>
			`${date} 10:00:00,Disk full or nearly so\n`.repeat(count);
		const table = `time,message\n${rows(9_000, '03/04/2026')}${rows(9_000, '25/04/2026')}`;
		expect((await preview([file('a.csv', table)])).format.dayFirst).toBe(true);
		const open = await preview([file('a.csv', `time,message\n${rows(2, '03/04/2026')}`)]);
		expect(open.problems.map(({ kind }) => kind)).toEqual(['date-order']);
		const json = (count: number, date: string): string =>
			`{"time":"${date} 10:00:00","msg":"Disk full"}\n`.repeat(count);
		const objects = json(9_000, '03/04/2026') + json(9_000, '25/04/2026');
		expect((await preview([file('a.jsonl', objects)])).format.dayFirst).toBe(true);
	});

	it('finds encoding and packing of each file', async () => {
		const utf16 = Uint8Array.from(Buffer.from('\uFEFFTimeout\n', 'utf16le'));
		const found = await preview([
			file('a.log', 'Timeout\n'),
			file('b.log', utf16),
			file('c.log.gz', Uint8Array.from(gzipSync('Timeout\n')))
		]);
		expect(found.files.map(({ encoding, gzip }) => [encoding, gzip])).toEqual([
			['utf-8', false],
			['utf-16le', false],
			['utf-8', true]
		]);
	});
});

describe('readFiles', () => {
	it('gives the files one after the other, without those that are left out', async () => {
		const inputs = [file('a', 'one\n'), file('b', 'two\n'), file('c', 'three')];
		const utf8 = { encoding: 'utf-8', gzip: false };
		const found: [number | undefined, string, boolean, number][] = [];
		for await (const { file, text, final, bytesRead } of readFiles(inputs, [
			utf8,
			{ ...utf8, leftOut: 'why' },
			utf8
		]))
			if (text.length > 0 || final) found.push([file, stringOf(text), final, bytesRead]);
		expect(found).toEqual([
			[0, 'one\n', false, 4],
			[0, '', true, 4],
			[2, 'three', false, 9],
			[2, '', true, 9]
		]);
	});
});
