import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { readLogFile, type ReadRow } from '../../../../src/cli/read-file';
import { ExportColumns, type ExportRow } from '../../../../src/lib/pipeline/export/columns';
import { CsvWriter } from '../../../../src/lib/pipeline/export/csv';
import { JsonlWriter } from '../../../../src/lib/pipeline/export/jsonl';
import { RowReader } from '../../../../src/lib/pipeline/read/row-batch';
import { sliceText, stringOf } from '../../../../src/lib/pipeline/text/piece-text';
import { previewInput } from '../../../../src/workers/classify/preview-input';
import { readFiles } from '../../../../src/workers/read/read-files';

const OUTCOME: ExportRow['outcome'] = {
	label: 'IOError',
	confidence: 0.98765,
	tier: 'head',
	rule: '=rule',
	needsReview: false,
	family: 'problem',
	certainty: 'sure',
	familyConfidence: 1
};

const fileOf = (name: string, text: string): File =>
	new File([text], name, { lastModified: Date.parse('2026-11-29T20:00:00Z') });

/** What a run over a file would export. */
async function exportsOf(file: File): Promise<{ csv: string; jsonl: string }> {
	const preview = await previewInput([{ file, name: file.name }], { zone: 'utc' });
	const { format, mapping, files, input } = preview;
	const reader = new RowReader(format, mapping, files[0]);
	const columns = new ExportColumns({ format, mapping, extraColumns: 0 }, { places: true });
	const rows: ExportRow[] = [];
	for await (const { text, final } of readFiles(input, files, format)) {
		const batch = reader.push(text, final);
		const { scanned, skip } = batch;
		for (let row = skip; row < scanned.rows; row++) {
			const { text: whole, starts, ends } = scanned;
			const raw = stringOf(sliceText(whole, starts[row] as number, ends[row] as number));
			rows.push({
				cells: columns.cells(raw, batch.source(row)),
				outcome: OUTCOME,
				place: {
					row: rows.length + 1,
					time: batch.time(row),
					template: 'folded #',
					said: columns.said(raw, batch.source(row))
				}
			});
		}
	}
	const written = [new CsvWriter(columns), new JsonlWriter(columns)].map(
		(writer) => writer.start() + stringOf(writer.rows(rows)) + writer.end()
	);
	return { csv: written[0] ?? '', jsonl: written[1] ?? '' };
}

const essence = (rows: ReadRow[]): Partial<ReadRow>[] =>
	rows.map(({ time, level, severity, message }) => ({ time, level, severity, message }));

/** Reads a file, exports it, reads the exports and compares. */
async function expectSameRows(file: File): Promise<void> {
	const first = await readLogFile(file, { zone: 'utc' });
	const { csv, jsonl } = await exportsOf(file);
	// Another zone: the exports say which one their times have.
	for (const [name, text] of [
		['a.csv', csv],
		['a.jsonl', jsonl]
	] as const) {
		const again = await readLogFile(fileOf(name, text), { zone: 'local' });
		expect(essence(again.rows)).toEqual(essence(first.rows));
		const truth = again.format?.mapping.truth;
		expect(again.format?.columns[truth ?? -1]).toMatch(/target_label|predicted_label/);
	}
}

const nasty = fc
	.array(
		fc.constantFrom(
			'a',
			'b c',
			'"',
			',',
			"'",
			'=',
			'+',
			'-',
			'@',
			'\uFF1D',
			'5',
			'%',
			'|',
			'\u00e9\u{1F600}',
			'\t'
		),
		{ minLength: 1, maxLength: 6 }
	)
	.map((parts) => parts.join(''));

describe('an export, dropped again', () => {
	it('gives the rows of a log', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(nasty, { minLength: 1, maxLength: 8 }), async (messages) => {
				const lines = messages.map(
					(text, at) => `2026-11-20 10:00:0${at} ${['INFO', 'ERROR', 'WARN'][at % 3]} x${text}\n`
				);
				await expectSameRows(fileOf('a.log', lines.join('')));
			}),
			{ numRuns: 40 }
		);
	});

	it('gives the rows of a table', async () => {
		const row = fc.tuple(nasty, fc.constantFrom('error', 'info', ''));
		await fc.assert(
			fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
				const records = rows.map(([text, level], at) => [
					`2026-11-20 10:00:0${at}`,
					level,
					`x${text}`,
					text
				]);
				const table = Papa.unparse([['time', 'level', 'message', '@note'], ...records], {
					quotes: true
				});
				await expectSameRows(fileOf('a.csv', table));
			}),
			{ numRuns: 40 }
		);
	});

	it('gives the rows of an envelope of JSON and of a table of JSON, nested fields included', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(nasty, { minLength: 1, maxLength: 8 }), async (messages) => {
				const objects = messages.map((text, at) =>
					JSON.stringify({
						level: at % 2 ? 'error' : 'info',
						msg: `x${text}`,
						raw: text,
						error: { message: `y${text}` },
						message_id: at
					})
				);
				const lines = objects.map((json, at) => `2026-11-20T10:00:0${at}.5Z stdout F ${json}\n`);
				await expectSameRows(fileOf('a.log', lines.join('')));
				const rows = objects.map((json, at) => [`2026-11-20 10:00:0${at}`, 'web1', json]);
				const table = Papa.unparse([['time', 'host', 'body'], ...rows], { quotes: true });
				await expectSameRows(fileOf('a.csv', table));
			}),
			{ numRuns: 40 }
		);
	});

	it('gives the rows of JSON, nested fields and fallbacks included', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(nasty, { minLength: 1, maxLength: 8 }), async (messages) => {
				const objects = messages.map((text, at) => ({
					'@timestamp': `2026-11-20T10:00:0${at}Z`,
					log: { level: at % 2 ? 'error' : 'info', logger: 'app.db' },
					...(at % 3 === 2 ? { error: { message: `y${text}` } } : { message: `x${text}` }),
					user: { id: at }
				}));
				const text = objects.map((object) => `${JSON.stringify(object)}\n`).join('');
				await expectSameRows(fileOf('a.jsonl', text));
			}),
			{ numRuns: 40 }
		);
	});

	it('gives the rows of logs within tables, of events of several lines and of numbered levels', async () => {
		await expectSameRows(
			fileOf(
				'a.csv',
				'time,log\n2026-11-20T10:00:00Z,"ERROR [main] a.b.C - Disk full"\n2026-11-20T10:00:01Z,"WARN [main] a.b.C - Slow"\n'
			)
		);
		await expectSameRows(
			fileOf(
				'a.log',
				'2026-11-20 10:00:00 ERROR boom\n\tat a.b(C.java:1)\n2026-11-20 10:00:01 INFO -5\n'
			)
		);
		await expectSameRows(
			fileOf(
				'a.jsonl',
				'{"level":50,"time":1795168800000,"msg":"x"}\n{"level":30,"time":1795168801000,"msg":"=y"}\n'
			)
		);
	});

	it('gives the rows of audits, and of tables whose names or levels are known without a header', async () => {
		const objects = [
			{
				protoPayload: { methodName: 'a.b', status: { code: 7, message: 'NO' } },
				severity: 'NOTICE'
			},
			{ protoPayload: { methodName: 'a.c', status: { message: 'OK' } }, severity: 'NOTICE' }
		];
		const audits = [
			{ request: { operation: 'read', path: 'a/b' }, error: 'no' },
			{ request: { operation: 'seal', path: 'a' } }
		];
		for (const list of [objects, audits]) {
			const lines = list.map((of) => JSON.stringify({ time: '2026-11-20T10:00:00Z', ...of }));
			await expectSameRows(fileOf('a.jsonl', `${lines.join('\n')}\n`));
		}
		for (const sample of ['csvlog.csv', 'w3c.log']) {
			const path = new URL(`../../../fixtures/formats/${sample}`, import.meta.url);
			await expectSameRows(fileOf(sample, readFileSync(path, 'utf8')));
		}
		await expectSameRows(
			fileOf(
				'a.log',
				'#Fields: date,time,action,path\n2026-11-20,10:00:00,DROP,SEND\n2026-11-20,10:00:01,ALLOW,\n'
			)
		);
	});

	it('stays the same when it is exported again', async () => {
		const { csv } = await exportsOf(
			fileOf('a.log', "2026-11-20 10:00:00 ERROR =1+1\n2026-11-20 10:00:01 INFO '=2\n")
		);
		await expectSameRows(fileOf('b.csv', csv));
	});

	it('carries where a row stands and what it is, and no apostrophe in a name', async () => {
		const { csv } = await exportsOf(
			fileOf(
				'a.csv',
				'time,message,@note,=x(1)\n2026-11-20 10:00:01,-5,x,"=1+1"\n2026-11-20 10:00:02,"50%",x,a\n'
			)
		);
		const [header = [], ...rows] = Papa.parse<string[]>(csv.slice(1), {
			skipEmptyLines: true
		}).data;
		expect(header.slice(0, 4)).toEqual(['time', 'message', '@note', '_=x(1)']);
		expect(header.slice(-5)).toEqual([
			'certainty',
			'family_confidence',
			'row',
			'time_iso',
			'template'
		]);
		expect(rows[0]?.slice(0, 4)).toEqual(['2026-11-20 10:00:01', '-5', 'x', "'=1+1"]);
		expect(rows.map((cells) => cells.slice(-3))).toEqual([
			['1', '2026-11-20T10:00:01.000Z', 'folded #'],
			['2', '2026-11-20T10:00:02.000Z', 'folded #']
		]);
	});
});
