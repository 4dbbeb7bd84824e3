import { describe, expect, it } from 'vitest';
import { canonicalise } from '../../../../src/lib/pipeline/canonical/canonical';
import { draftRule } from '../../../../src/lib/pipeline/rules/draft-rule';
import { SafePattern } from '../../../../src/lib/pipeline/pattern/safe-pattern';
import { RuleSet } from '../../../../src/lib/pipeline/rules/rules';

const draft = (message: string) => draftRule(message, canonicalise(message), 'IOError', 'r1');
const catches = (message: string, other: string): boolean =>
	new RuleSet([draft(message)]).match(other, 'x') !== undefined;

describe('draftRule', () => {
	it.each([
		['Disk sda1 is full (98%)', 'Disk sda7 is full (100%)'],
		[
			'Connection from 10.0.0.1:80 closed after 12 ms',
			'Connection from 10.9.8.7:443 closed after 9 ms'
		],
		['open /var/log/x.log failed [errno=2]', 'open /srv/data/other.log failed [errno=13]'],
		['a+b (c) {d} $e ^f | g? 17', 'a+b (c) {d} $e ^f | g? 3']
	])('%s: catches itself and the same with other values', (message, other) => {
		expect(catches(message, message)).toBe(true);
		expect(catches(message, other)).toBe(true);
		expect(catches(message, `unlike it: ${message}`)).toBe(false);
	});

	it('leaves other messages alone and is fast', () => {
		const rule = draft('Disk sda1 is full (98%)');
		expect(catches('Disk sda1 is full (98%)', 'Disk sda1 is fine (98%)')).toBe(false);
		expect(new SafePattern(rule.pattern, rule.flags).engine).toBe('browser');
	});

	it('drafts only the head of a long message', () => {
		const long = `Job 17 failed because ${'of many reasons '.repeat(100)}`;
		expect(draft(long).pattern.length).toBeLessThan(1_000);
		expect(catches(long, long)).toBe(true);
	});
});
