import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnMapping, InputFormat } from '../../../../src/lib/pipeline/read/input-format';
import type { RowLayout } from '../../../../src/lib/pipeline/read/row-cells';
import type { RowFilter } from '../../../../src/lib/pipeline/view/filter';
import { rowsWithText } from '../../../../src/workers/view/rows-with-text';
import { runRecord } from '../../support/records';
import { rowsOneByOne, runInMemory } from '../../support/searched-run';

const layoutOf = (
	format: Partial<InputFormat>,
	mapping: Partial<ColumnMapping> = {}
): RowLayout => ({
	format: { ...runRecord('x').format, ...format },
	mapping: { message: 0, defaultSource: 'file', ...mapping },
	extraColumns: 0
});

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const cell = (text: string): string => (/[",\r\n]/.test(text) ? quoted(text) : text);
const csv = { kind: 'csv' as const, columns: ['time', 'message', 'detail'] };

/** Ways to read rows, and how a message is written in them. */
const LAYOUTS: Record<string, [RowLayout, write: (message: string, other: string) => string]> = {
	csv: [
		layoutOf(csv, { message: 1 }),
		(message, other) => `2026-01-01,${cell(message)},${cell(other)}\n`
	],
	'csv with two columns as the message': [
		layoutOf(csv, { message: 1, alsoMessage: [2], glue: ' ' }),
		(message, other) => `2026-01-01,${cell(message)},${cell(other)}\r\n`
	],
	'csv with backslashes': [
		layoutOf({ ...csv, backslash: true }, { message: 1 }),
		(message, other) =>
			`2026-01-01,"${message.replace(/["\\]/g, '\\$&')}","${other.replace(/["\\]/g, '\\$&')}"\n`
	],
	'csv of log lines': [
		layoutOf({ ...csv, lineFormats: ['time-first'] }, { message: 1 }),
		(message) => `a,${cell(`2026-11-24 12:00:01 [WARN] ${message}`)},b\n`
	],
	'csv of objects': [
		layoutOf({ ...csv, lineFormats: ['logfmt'] }, { message: 1 }),
		(message, other) =>
			`a,${cell(`time=2026-11-24T12:00:01Z level=warn msg=${JSON.stringify(message)} x=${JSON.stringify(other)}`)},b\n`
	],
	'plain lines': [layoutOf({}), (message) => `${message.replace(/^[\r\n]*/, 'x')}\n`],
	'lines with heads': [
		layoutOf({ lineFormats: ['time-first', 'syslog'] }),
		(message) => `2026-11-24 12:00:01 [WARN] ${message}\r\n`
	],
	'lines with objects': [
		layoutOf({ lineFormats: ['time-first'] }),
		(message) => `2026-11-24 12:00:01 [WARN] ${JSON.stringify({ level: 'info', msg: message })}\n`
	],
	'lines of fields': [
		layoutOf({ lineFormats: ['logfmt'] }),
		(message, other) =>
			`time=2026-11-24T12:00:01Z level=warn msg=${JSON.stringify(message)} x=${JSON.stringify(other)}\n`
	],
	json: [
		layoutOf({ kind: 'json', columns: ['message', 'x'] }),
		(message, x) => `${JSON.stringify({ x, message })}\n`
	]
};

const word = fc.constantFrom(
	...[
		'time',
		'Timeout',
		'TIME',
		'error',
		'kK',
		'\u212a',
		'ſs',
		'İi',
		'ΟΔΟΣ',
		'ß',
		'Ошибка',
		'😀',
		'"',
		'""'
	],
	...[
		'\\',
		',',
		'{',
		'}',
		'{"msg":"time"}',
		'7',
		'42',
		'ms',
		'.',
		'\u001b[31m',
		'\u001b[0m',
		'\n',
		'\r\n',
		'a/b'
	]
);
const message = fc
	.array(fc.tuple(word, fc.constantFrom('', ' ')), { minLength: 1, maxLength: 6 })
	.map((parts) => parts.flat().join(''));
const rows = fc.array(fc.tuple(message, message), { minLength: 1, maxLength: 12 });

/** Writers of these formats escape no character that need not be, which searches for plain text rely on. */
const plain = fc.oneof(
	word,
	fc
		.tuple(message, fc.nat(8), fc.nat(8))
		.map(([text, from, size]) => text.slice(from, from + size + 1))
);
const pattern = fc.constantFrom(
	...['time.?out', 'time.*42', '[et]r+', '\\d+ ms', '"', '\\\\', 'ΟΔΟΣ', 'ошибка', '^error', 'ms$'],
	...[
		'(?:time|error)\\b',
		'k',
		'[^x]',
		'\\s\\S',
		'ss',
		'(a+)+$',
		'time(?!out)',
		'7|42',
		'\\{',
		's{2}',
		'e(?:r|x)*or'
	]
);
const search: fc.Arbitrary<Pick<RowFilter, 'text' | 'regex'>> = fc.oneof(
	plain.filter(Boolean).map((text) => ({ text, regex: false })),
	pattern.map((text) => ({ text, regex: true }))
);

describe('rowsWithText', () => {
	it.each(Object.keys(LAYOUTS))(
		'finds in %s just the rows that pass when each is looked at by itself',
		async (name) => {
			const [layout, write] = LAYOUTS[name] as (typeof LAYOUTS)[string];
			const names = ['web', 'Time-Server', 'İ', 'err'];
			let hits = 0;
			await fc.assert(
				fc.asyncProperty(
					rows,
					search,
					fc.integer({ min: 1, max: 5 }),
					async (all, filter, size) => {
						const raws = all.map(([text, other]) => write(text, other));
						const run = runInMemory(layout, raws, size, names, (row) =>
							row % 7 === 6 ? row % 4 : 0
						);
						const found = await rowsWithText(run.searched, filter);
						hits += found.includes(1) ? 1 : 0;
						expect([...found]).toEqual([...rowsOneByOne(run, filter)]);
					}
				),
				{ numRuns: 300 }
			);
			expect(hits).toBeGreaterThan(30);
		}
	);

	it('reads only the messages that may pass', async () => {
		const raws = Array.from(
			{ length: 100 },
			(_, at) => `2026-01-01,${at === 42 ? 'a TIMEOUT' : 'a rhyme'},x\n`
		);
		const { searched } = runInMemory((LAYOUTS['csv'] as (typeof LAYOUTS)[string])[0], raws, 60);
		const read: number[] = [];
		const counted = {
			...searched,
			chunk: async (at: number) => {
				const chunk = await searched.chunk(at);
				return {
					...chunk,
					messagesOf: (places: Uint32Array) => {
						read.push(...places);
						return chunk.messagesOf(places);
					}
				};
			}
		};
		expect([...(await rowsWithText(counted, { text: 'timeout' }))].indexOf(1)).toBe(42);
		expect([...(await rowsWithText(counted, { text: 'time.?out', regex: true }))].indexOf(1)).toBe(
			42
		);
		expect(read).toEqual([42, 42]);
	});
});
