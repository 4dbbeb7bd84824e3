import assert from 'node:assert/strict';
import fc from 'fast-check';
import Papa from 'papaparse';
import { readLogFile } from '../../../src/cli/read-file';
import { FORMAT_SAMPLES } from '../../format-samples';
import { logLine } from '../../unit/support/log-line';
import { NASTY } from '../broken-text';
import { target, type Target } from '../target';

const MODIFIED = Date.parse('2026-11-24T12:00:00Z');
const fileOf = (name: string, text: string): File =>
	new File([text], name, { lastModified: MODIFIED });

const word = fc.constantFrom('Disk full', 'Timeout', 'user logged in', 'retry 3 of 5', 'Done');
/** Something that is no blank row, and of one line: what stands on more is read as it is written. */
const message = fc
	.tuple(word, fc.array(fc.constantFrom(...NASTY), { maxLength: 4 }), word)
	.map(([before, parts, after]) => before + parts.join('').replace(/[\0\uFEFF]/g, '') + after);

const table = fc.record({
	messages: fc.array(message, { minLength: 1, maxLength: 30 }),
	delimiter: fc.constantFrom(',', ';', '\t', '|'),
	newline: fc.constantFrom('\n', '\r\n'),
	quotes: fc.boolean(),
	header: fc.boolean()
});

const LEVELS = ['INFO', 'ERROR', 'WARN'];
const two = (number: number): string => String(number).padStart(2, '0');
const timeAt = (row: number): string =>
	`2026-11-20T10:${two(Math.floor(row / 60))}:${two(row % 60)}Z`;

/** One JSON value for each row, in the ways that programs wrap them. */
const WRAPPED: Record<string, (messages: readonly string[]) => string> = {
	lines: (messages) => messages.map((text, at) => `${JSON.stringify(object(text, at))}\n`).join(''),
	array: (messages) => JSON.stringify(messages.map(object)),
	indented: (messages) => JSON.stringify(messages.map(object), undefined, 2),
	records: (messages) => JSON.stringify({ ok: true, records: messages.map(object) }),
	hits: (messages) =>
		JSON.stringify({
			hits: { total: 3, hits: messages.map((text, at) => ({ _source: object(text, at) })) }
		}),
	docker: (messages) =>
		messages
			.map((text, at) => JSON.stringify({ log: `${text}\n`, stream: 'stdout', time: timeAt(at) }))
			.join('\n')
};
const object = (text: string, at: number): object => ({
	timestamp: timeAt(at),
	level: LEVELS[at % 3],
	message: text,
	nested: { a: [at, { b: text }] }
});

export const tables: Target[] = [
	target('a table has as many rows as PapaParse finds', 'file', table, async (made) => {
		const { messages, delimiter, newline, quotes, header } = made;
		const records = messages.map((text, at) => [timeAt(at), LEVELS[at % 3] ?? '', 'app', text]);
		const all = header ? [['time', 'level', 'source', 'message'], ...records] : records;
		const text = Papa.unparse(all, { delimiter, newline, quotes });
		const parsed = Papa.parse<string[]>(text, { delimiter, newline }).data;
		const read = await readLogFile(fileOf('a.csv', text), {
			kind: 'csv',
			delimiter,
			header,
			zone: 'utc'
		});
		assert.equal(read.rows.length, parsed.length - (header ? 1 : 0), read.problems.join());
	}),
	target(
		'JSON has as many rows as values were written',
		'file',
		fc.record({
			messages: fc.array(message, { minLength: 2, maxLength: 12 }),
			way: fc.constantFrom(...Object.keys(WRAPPED))
		}),
		async ({ messages, way }) => {
			const text = (WRAPPED[way] as (messages: readonly string[]) => string)(messages);
			const { rows, problems } = await readLogFile(fileOf('a.json', text), { zone: 'utc' });
			assert.equal(rows.length, messages.length, problems.join());
			assert.deepEqual(
				rows.map(({ time }) => time?.slice(0, 19)),
				messages.map((_, at) => timeAt(at).slice(0, 19))
			);
		}
	),
	target(
		'lines with a header of their own have as many rows as lines',
		'file',
		fc.array(fc.tuple(fc.constantFrom(...headedLines()), logLine), {
			minLength: 1,
			maxLength: 20
		}),
		async (parts) => {
			const lines = parts.map(([head, line]) => head + line.replace(/[\r\n]/g, ' '));
			const { rows } = await readLogFile(fileOf('a.log', lines.join('\n')), {
				kind: 'lines',
				join: { by: 'off' },
				lineFormats: []
			});
			assert.equal(rows.length, lines.length);
		}
	)
];

/** First lines of the samples of plain text. */
function headedLines(): string[] {
	return FORMAT_SAMPLES.filter(({ kind }) => kind === 'lines').map(
		({ text }) => `${text.split(/[\r\n]/)[0]} `
	);
}
