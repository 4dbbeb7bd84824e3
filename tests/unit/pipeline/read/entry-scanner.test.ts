import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ENTRY_CHARS, MAX_ENTRY_LINES } from '../../../../src/lib/pipeline/constants';
import { EntryScanner, readEntry } from '../../../../src/lib/pipeline/read/entry-scanner';
import { lineFormatsOf } from '../../../../src/lib/pipeline/read/formats';
import { InputError } from '../../../../src/lib/pipeline/read/input-error';
import type { JoinRule } from '../../../../src/lib/pipeline/read/join-rule';
import { cut, cuts } from '../../support/pieces';

const FORMATS = lineFormatsOf(['time-first']);

function scan(
	pieces: readonly string[],
	rule?: JoinRule,
	formats: typeof FORMATS = []
): { messages: string[]; raw: string; blankLines: number } {
	const scanner = new EntryScanner(formats, rule);
	const all = { messages: [] as string[], raw: '', blankLines: 0 };
	pieces.forEach((piece, at) => {
		const out = scanner.push(piece, at === pieces.length - 1);
		all.blankLines += out.blankLines;
		expect(out.entries).toHaveLength(out.rows);
		for (const [row, { message, start, end }] of out.entries.entries()) {
			expect(out.cellCounts[row]).toBe(1);
			all.messages.push(message ?? out.text.slice(start, end));
			all.raw += out.text.slice(out.starts[row], out.ends[row]);
		}
	});
	return all;
}

const messages = (text: string, by: 'off' | 'frames' | 'headers', formats = FORMATS): string[] =>
	scan([text], { by }, formats).messages;

describe('EntryScanner: lines', () => {
	it('splits at LF, CRLF and CR, in pieces of any size', () => {
		const text = fc
			.array(fc.constantFrom('\n', '\r', '\r\n', 'a', ' b', '"', '\u2028', '\0'), { maxLength: 25 })
			.map((parts) => parts.join(''));
		fc.assert(
			fc.property(text, cuts, (text, at) => {
				const lines = text.split(/\r\n|\n|\r/);
				const found = scan(cut(text, at));
				expect(found.messages).toEqual(lines.filter((line) => line !== ''));
				// What follows the last line end is no blank line.
				expect(found.blankLines).toBe(lines.slice(0, -1).filter((line) => line === '').length);
				expect(found.raw.replace(/[\r\n]/g, '')).toBe(text.replace(/[\r\n]/g, ''));
			}),
			{ numRuns: 1_000 }
		);
	});

	it('takes a CRLF that is cut in two as one line end', () => {
		expect(scan(['a\r', '\nb'])).toEqual({ messages: ['a', 'b'], raw: 'a\r\nb', blankLines: 0 });
		expect(scan(['a\r', 'b'])).toEqual({ messages: ['a', 'b'], raw: 'a\rb', blankLines: 0 });
		expect(scan(['a\r', '']).messages).toEqual(['a']);
	});

	it('keeps a line of blanks: only a line without characters is blank', () => {
		expect(scan(['  \n\n\t\n'])).toEqual({
			messages: ['  ', '\t'],
			raw: '  \n\t\n',
			blankLines: 1
		});
	});
});

const JOINED = [
	'2026-11-20 06:25:01 INFO ready',
	'2026-11-20 06:25:02 ERROR failed',
	'java.io.IOException: closed',
	'\tat com.example.Store.save(Store.java:41)',
	'Caused by: java.net.ConnectException: refused',
	'\t... 12 more',
	'a line of another program',
	'2026-11-20 06:25:03 INFO {',
	'  "item": 17',
	'}',
	''
].join('\n');

describe('EntryScanner: joining', () => {
	it('joins frames and indented lines, and nothing else, by the rule for frames', () => {
		expect(messages(JOINED, 'frames')).toEqual([
			'ready',
			JOINED.slice(JOINED.indexOf('failed'), JOINED.indexOf('\na line')),
			'a line of another program',
			'{\n  "item": 17\n}'
		]);
	});

	it('joins all that has no header by the rule for headers', () => {
		expect(messages(JOINED, 'headers')).toEqual([
			'ready',
			JOINED.slice(JOINED.indexOf('failed'), JOINED.indexOf('\n2026-11-20 06:25:03')),
			'{\n  "item": 17\n}'
		]);
	});

	it('joins nothing when it is off', () => {
		expect(messages(JOINED, 'off')).toHaveLength(10);
	});

	it('joins what does not match a pattern of the user', () => {
		const text = '#1 a\nb\n#2 c\n\n d\n';
		for (const pattern of ['^#\\d', '#\\d'])
			expect(scan([text], { by: 'start', pattern })).toMatchObject({
				messages: ['#1 a\nb', '#2 c\n\n d'],
				raw: text
			});
	});

	it('matches the pattern on the whole line, header and all', () => {
		const rule: JoinRule = { by: 'start', pattern: '\\S+ \\S+ (?:ERROR|INFO)' };
		expect(scan([JOINED], rule, FORMATS).messages.map((message) => message.slice(0, 6))).toEqual([
			'ready',
			'failed',
			'{\n  "i'
		]);
	});

	it.each([
		[' ', /^The start pattern is empty\. Enter one .* such as \^\\d\{4\}-\.$/],
		[
			'(',
			/^The start pattern "\(" cannot be used: it is not a regular expression \([^/]*group\)\. Correct/
		],
		['a)|(b', /^The start pattern "a\)\|\(b" cannot be used: it is not a regular expression/],
		[
			'(a*)*b',
			/^The start pattern "\(a\*\)\*b" may take too long .*: it repeats .* may be empty.* Make sure/
		],
		['(x)\\1', /may take too long on some lines: it refers back to a group\. Write out/],
		[
			'(?:(?:ab?){1,900}){1,900}',
			/cannot be used: the pattern repeats too much: [^.]*\. Correct it/
		],
		['x'.repeat(300), /^The start pattern has 300 characters, and 200 are allowed\. Shorten it/]
	])('refuses the pattern %j, and says why and what to do', (pattern, said) => {
		const refused = () => new EntryScanner([], { by: 'start', pattern });
		expect(refused).toThrow(InputError);
		expect(refused).toThrow(said);
	});

	it('takes no long for a pattern that would take a backtracking engine for ever', () => {
		const started = performance.now();
		for (const pattern of ['(a+)+b', '.*.*.*.*.*x', `${'a?'.repeat(30)}${'a'.repeat(30)}b`])
			scan([`${'a'.repeat(300)}\n`.repeat(10)], { by: 'start', pattern });
		expect(performance.now() - started).toBeLessThan(2_000);
	});

	it('takes patterns that people write', () => {
		for (const pattern of [
			'^\\d{4}-\\d\\d-\\d\\d',
			'^\\[',
			'[A-Z][a-z]{2} +\\d+',
			'^(?:INFO|WARN)\\b'
		])
			expect(() => new EntryScanner([], { by: 'start', pattern })).not.toThrow();
	});

	it('knows the traces of several languages in lines without headers', () => {
		const go =
			'panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/srv/main.go:8 +0x1d\nexit status 2';
		const python = 'Traceback (most recent call last):\n  File "a.py", line 1, in f\nKeyError: 1';
		const dotnet =
			'System.Exception: no\n   at Shop.Store.Save()\n   --- End of inner exception ---';
		const java = 'Exception in thread "main" java.lang.Error: no\n\tat a.B.c(B.java:1)';
		expect(messages([go, 'next', python, 'next', dotnet, java].join('\n'), 'frames', [])).toEqual([
			go,
			'next',
			python,
			'next',
			dotnet,
			java
		]);
	});

	it('gives the same, whatever the pieces', () => {
		const line = fc.constantFrom(
			'2026-11-20 06:25:01 INFO a',
			'plain',
			'\tat a.b(c)',
			' x',
			'}',
			'',
			'Caused by: y',
			'a.b.CException: z',
			'Traceback (most recent call last):',
			'KeyError: 1',
			'goroutine 1 [running]:',
			'main.main()',
			'\u001b[31m2026-11-20 06:25:01 WARN\u001b[0m red'
		);
		const text = fc
			.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\n\n')), { maxLength: 20 })
			.map((lines) => lines.flat().join(''));
		const rule = fc.constantFrom<JoinRule>(
			{ by: 'off' },
			{ by: 'frames' },
			{ by: 'headers' },
			{ by: 'start', pattern: '^\\d' }
		);
		fc.assert(
			fc.property(text, rule, cuts, (text, rule, at) => {
				const whole = scan([text], rule, FORMATS);
				expect(scan(cut(text, at), rule, FORMATS)).toEqual(whole);
				expect(whole.raw.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
			}),
			{ numRuns: 1_000 }
		);
	});

	it('ends an entry that joins too much', () => {
		const lines = Array.from({ length: MAX_ENTRY_LINES * 2 + 1 }, (_, i) => ` ${i}`).join('\n');
		expect(scan([lines], { by: 'frames' }).messages).toHaveLength(3);
		const long = ` ${'x'.repeat(MAX_ENTRY_CHARS / 2)}`;
		expect(scan([`${long}\n${long}\n${long}`], { by: 'frames' }).messages).toHaveLength(3);
	});

	it('never cuts a line', () => {
		const long = 'x'.repeat(MAX_ENTRY_CHARS * 3);
		expect(scan(cut(`a\n${long}\nb`, [0.3, 0.6]), { by: 'frames' }).messages).toEqual([
			'a',
			long,
			'b'
		]);
	});
});

describe('readEntry', () => {
	it('reads a stored row as it was read from the file', () => {
		const { out, found } = (() => {
			const out = new EntryScanner(FORMATS, { by: 'frames' }).push(JOINED, true);
			return { out, found: out.starts.map((start, row) => JOINED.slice(start, out.ends[row])) };
		})();
		for (const [row, raw] of found.entries()) {
			const entry = readEntry(raw, FORMATS);
			const expected = out.entries[row];
			expect(raw.slice(entry.start, entry.end)).toBe(JOINED.slice(expected?.start, expected?.end));
			expect([entry.time, entry.level]).toEqual([expected?.time, expected?.level]);
		}
	});

	it('takes the colours away from the message, not from the raw text', () => {
		const raw = '\u001b[31m2026-11-20 06:25:01 WARN\u001b[0m \u001b[1mred\u001b[0m\n';
		expect(readEntry(raw, FORMATS)).toMatchObject({ level: 'WARN', message: 'red' });
	});
});
