import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalise, Canonicaliser } from '../../../../src/lib/pipeline/canonical/canonical';
import {
	ALL_FOLDING,
	FOLDING_RULES,
	foldingWithout,
	type FoldingRule
} from '../../../../src/lib/pipeline/canonical/folding-rules';
import { MAX_CANONICAL_CHARS, MAX_CANONICAL_WORDS } from '../../../../src/lib/pipeline/constants';
import { logLine } from '../../support/log-line';

/** Pieces that meet in odd ways: what is a value, a joint, a quote, a path or a name on its own. */
const FRAGMENTS =
	`" ' = : / \\ . - # 5 foo Bar com http:// x@y.z ( ) [ ] { } , ; | deadbeef a B _ ~ + % $ @ * ms < > 1.2.3.4 error é + -5 Sun Mon Jan Friday reason 12:30:00 2024-01-02 file.log org.acme.Main`.split(
		' '
	);
const oddText = fc
	.array(
		fc.oneof(
			{ weight: 4, arbitrary: fc.constantFrom(...FRAGMENTS) },
			fc.constantFrom(' ', '\n', '\t', '\0', '\u001b[0m', '\u001b', 'Key: value\n', '\u00a0')
		),
		{ maxLength: 14 }
	)
	.map((parts) => parts.join(''));
const anyText = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 60 }),
	fc.string({ unit: 'grapheme', maxLength: 60 }),
	fc.array(fc.constantFrom('\ud800', '\udfff', 'a', ' ')).map((parts) => parts.join(''))
);

describe('canonicalise', () => {
	it.each([
		['numbers', 'Took 153 of 3,000', 'Took # of #'],
		['a number with its unit, apart or not', 'took 153 ms', 'took # ms'],
		['a number with its unit, apart or not', 'took 153ms', 'took # ms'],
		['a number with its number sign', 'see (#12)', 'see (#)'],
		['a number with minus or plus', 'rc=-5 at +3 (-0x1f)', 'rc=# at # (#)'],
		['a run of numbers of either sign', 'got 1, -2, +3', 'got #'],
		['an id with a sign inside', 'blk_-1608 at:+5', 'blk_# at:#'],
		['a run of numbers', 'got 1, 2, 3', 'got #'],
		['hexadecimal numbers', '0x7ffe12 at 0xdeadbeef', '# at #'],
		['UUIDs', 'job 550e8400-e29b-41d4-a716-446655440000 done', 'job # done'],
		['hashes', 'commit 9f86d081884c7d65', 'commit #'],
		['hashes of letters', 'container deadbeefcafe', 'container #'],
		['numbered names', 'node42 down on eth0', 'node# down on eth#'],
		['numbered names', 'Thread-12 started', 'Thread-# started'],
		['IPv4 addresses, with port or mask', '10.0.0.1:8080 and 10.0.0.0/24', 'ip and ip'],
		['IPv6 addresses', 'from fe80::1%eth0', 'from ip'],
		['clock times', 'at 12:30:45.123', 'at time'],
		['dates', 'on 2024-01-02', 'on time'],
		['dates with a time', 'on 2024-01-02T10:00:00Z', 'on time'],
		['dates that name day and month', 'at Sat Jul  9 22:53:19 2005', 'at time'],
		['dates that name day and month', 'at Fri Jul 01 03:00:00 PDT 2005 up', 'at time up'],
		['dates that name day and month', 'due Tue, 02 Jan 2024 10:00:00', 'due time'],
		['dates that name the month', 'since March 15, 2021 or 02-Jan-2024', 'since time or time'],
		['weekdays', 'every Monday, next on Sun 03:00', 'every time, next on time time'],
		['Unix paths', '/var/log/app.log missing', 'path missing'],
		['Windows paths', 'open C:\\Users\\ann\\x.txt', 'open path'],
		['network paths', 'mount \\\\server\\share', 'mount path'],
		['home paths', 'read ~/notes', 'read path'],
		['URLs', 'GET https://a.b/c?d=1 failed', 'GET url failed'],
		['mail addresses', 'mail to bob.smith@corp.com', 'mail to email'],
		['host names, with port', 'db1.corp.com:5432 is down', 'host is down'],
		['qualified names', 'org.acme.web.Main failed', 'Main failed'],
		['file names', 'dataset.csv read', 'file.csv read'],
		['names as values', 'user=johnDoe id=5', 'user=* id=#'],
		['names as values of a default', 'default=someName', 'default=*'],
		['quoted names', `"alice" and 'bob' logged in`, `"*" and '*' logged in`],
		['HTTP versions', 'GET x HTTP/1.1', 'GET x HTTP'],
		['ANSI sequences', '\u001b[31;1merror\u001b[0m x', 'error x'],
		['control characters', 'a\0b\u0007 c', 'a b c'],
		['white space', ' a  \t b \r\n', 'a b'],
		['numbers beside other scripts', 'größe 12 für 日本語', 'größe # für 日本語']
	])('folds %s: %j', (_, message, canonical) => {
		expect(canonicalise(message)).toBe(canonical);
	});

	it.each([
		'read/write error',
		"can't open the door",
		'state=failed level=INFO ok=true',
		'"level":"info"',
		'an "error" was seen',
		'said "not today" and left',
		'reason=LINK_FAULT newState=ShutDown',
		'{"cause":"LinkDown"} event=AC_LOST errorCode=E_NULL_KEY',
		'Sun shines, may pass, Sat down',
		'write - then read --',
		'***** start *****',
		'can be (re)started: yes!',
		'überraschung für 日本語',
		''
	])('keeps language and words of severity: %j', (message) => {
		expect(canonicalise(message)).toBe(message);
	});

	it.each([
		'2024-01-02 10:00:00,123',
		'2024-01-02T10:00:00.123456Z',
		'[2024-01-02T10:00:00+02:00]',
		'2024/01/02 10:00:00',
		'Jan  2 10:00:00',
		'[02/Jan/2024:10:00:00 +0000]',
		'10:00:00',
		'Tue Jan 02 10:00:00 2024'
	])('drops the time %j before the message', (time) => {
		expect(canonicalise(`${time} job started`)).toBe('job started');
	});

	it('keeps a time that is the whole message', () => {
		expect(canonicalise('2024-01-02')).toBe('time');
	});

	it('keeps the keys of a block and drops its values', () => {
		const block = (id: string, name: string): string =>
			`An account was logged on.\r\n\r\nSubject:\r\n\tSecurity ID:\t\t${id}\r\n\tAccount Name:\t${name}\r\n\tLogon Type:\t3\r\n`;
		expect(canonicalise(block('S-1-5-18', 'ann smith'))).toBe(
			'An account was logged on. Subject: Security ID: Account Name: Logon Type:'
		);
		expect(canonicalise(block('S-1-5-18', 'ann smith'))).toBe(
			canonicalise(block('NULL SID', 'a: b'))
		);
	});

	it('keeps lines that are no block of keys', () => {
		expect(canonicalise('failed\nat first try\nKey: value')).toBe('failed at first try Key: value');
	});

	it('gives one text for messages that differ in values alone', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(99_999), { minLength: 2, maxLength: 2 }), ([a = 0, b = 0]) => {
				const line = (n: number): string =>
					`worker ${n}: wrote ${n} bytes to /data/part-${n}.bin for 10.0.${n % 256}.7:${n} in ${n}ms`;
				expect(canonicalise(line(a))).toBe(canonicalise(line(b)));
			})
		);
	});

	it('gives one text for a number with and without a sign', () => {
		const values = fc.tuple(fc.integer(), fc.integer());
		fc.assert(
			fc.property(values, ([a, b]) => {
				const line = (n: number): string =>
					`${n} left: rc=${n}, offset ${n} [${n}] (${n}) at:${n} of blk_${n}, moved ${n > 0 ? '+' : ''}${n}ms`;
				expect(canonicalise(line(a))).toBe(canonicalise(line(b)));
			})
		);
	});

	it('gives one text for any date that is written in words', () => {
		const date = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
		const forms: ((date: Date) => string)[] = [
			// `Tue, 02 Jan 2024 10:00:00 GMT`
			(date) => date.toUTCString(),
			// `Tue Jan 02 2024`
			(date) => date.toDateString(),
			(date) => `${date.toDateString().slice(0, 10)} ${date.toISOString().slice(11, 19)} 2024`,
			(date) => date.toLocaleDateString('en-GB', { weekday: 'long' }),
			(date) => date.toLocaleDateString('en-US', { dateStyle: 'full' }),
			(date) => date.toLocaleDateString('en-GB', { dateStyle: 'medium' })
		];
		fc.assert(
			fc.property(date, date, fc.constantFrom(...forms), (a, b, form) => {
				const line = (date: Date): string => `connection from peer at ${form(date)}, id 7`;
				expect(canonicalise(line(a))).toBe(canonicalise(line(b)));
				expect(canonicalise(line(a))).not.toMatch(/day|Mon|Tue|Jan|Feb/);
			})
		);
	});

	it('settles where quotation marks pair up one by one', () => {
		const once = canonicalise(`99 ${'":'.repeat(40)}${'"'} x "y`);
		expect(canonicalise(once)).toBe(once);
		expect(once).toMatch(/\bx\b/);
		expect(canonicalise('user "alva" left')).toBe('user "*" left');
	});

	it('is idempotent on log lines', () => {
		fc.assert(
			fc.property(logLine, (line) => {
				const once = canonicalise(line);
				expect(canonicalise(once)).toBe(once);
			}),
			{ numRuns: 2_000 }
		);
	});

	it('is idempotent on odd texts', () => {
		fc.assert(
			fc.property(fc.oneof(oddText, anyText), (text) => {
				const once = canonicalise(text);
				expect(canonicalise(once)).toBe(once);
			}),
			{ numRuns: 10_000 }
		);
	});

	it('leaves no digit, no doubled blank and no blank at the ends', () => {
		fc.assert(
			fc.property(fc.oneof(logLine, oddText), (text) => {
				const canonical = canonicalise(text);
				expect(canonical).not.toMatch(/[0-9]|^ | $| {2}|\n/);
			}),
			{ numRuns: 2_000 }
		);
	});

	it('does not depend on what was folded before, not even on very many texts', () => {
		const lines = fc.sample(logLine, { numRuns: 300, seed: 7 });
		const forth = lines.map(canonicalise);
		const word = (n: number): string =>
			n.toString(26).replace(/\d/g, (d) => 'qrstuvwxyz'[+d] as string);
		for (let i = 0; i < 25_000; i++) canonicalise(`filler ${word(i)}`);
		const back = [...lines].reverse().map(canonicalise).reverse();
		expect(back).toEqual(forth);
	});

	it('reads no more than the encoder could', () => {
		expect(canonicalise('word '.repeat(1_000)).split(' ')).toHaveLength(MAX_CANONICAL_WORDS);
		const start = 'x'.repeat(MAX_CANONICAL_CHARS);
		expect(canonicalise(`${start}y`)).toBe(canonicalise(start));
	});

	it.each([
		'x',
		'5',
		'a ',
		'"a b" ',
		'"',
		"'x",
		'/',
		'1.',
		'a.b.',
		'a:',
		':/',
		'http://',
		'#',
		'=',
		'é',
		'k: v\n',
		'\u001b[',
		'x@',
		'0x',
		'1:'
	])('takes a bounded time for a line of 10 MB: %j', (unit) => {
		const line = unit.repeat(10_000_000 / unit.length);
		canonicalise(line);
		const start = performance.now();
		canonicalise(line);
		expect(performance.now() - start).toBeLessThan(2_500);
	});
});

describe('Canonicaliser', () => {
	const BLOCK = 'Event.\nUser Name: ann\nLogon Type: 3\nProcess Id: 7';
	it.each<[FoldingRule, string, string]>([
		['leading time', '10:00:00 job started', 'time job started'],
		['key block', BLOCK, 'Event. User Name: ann Logon Type: # Process Id: #'],
		['quoted name', 'user "ann" left', 'user "ann" left'],
		['HTTP status kept by class', 'status: 404', 'status: #'],
		['URL', 'GET https://a.b/c', 'GET https://a.b/c'],
		['e-mail', 'mail to bob@corp.com', 'mail to bob@corp.com'],
		['path', 'open /var/log/a', 'open /var/log/a'],
		['address', 'from 10.0.0.1', 'from 10.0.0.1'],
		['time', 'at 12:30:45', 'at 12:30:45'],
		['number', 'took 153', 'took 153'],
		['id', 'on node42', 'on node42'],
		['dotted name', 'read data.csv', 'read data.csv'],
		['name as value', 'user=johnDoe', 'user=johnDoe'],
		['run of numbers', 'got 1, 2', 'got #, #']
	])('leaves out the rule "%s" alone', (rule, message, canonical) => {
		expect(new Canonicaliser(foldingWithout(rule)).canonical(message)).toBe(canonical);
		expect(canonicalise(message)).not.toBe(canonical);
	});

	it('applies every rule in the product', () => {
		expect(FOLDING_RULES.every((rule) => ALL_FOLDING[rule])).toBe(true);
	});
});
