import { describe, expect, it } from 'vitest';
import { MAX_RULE_CHARS } from '../../../../src/lib/pipeline/constants';
import { RuleSet } from '../../../../src/lib/pipeline/rules/rules';
import { rule } from '../../support/small-bundle';

describe('RuleSet', () => {
	it('takes the first rule that matches, not the best', () => {
		const rules = new RuleSet([
			rule({ id: 'a', pattern: 'zzz' }),
			rule({ id: 'b', pattern: 'timeout' }),
			rule({ id: 'c', pattern: 'connection timeout' })
		]);
		expect(rules.match('connection timeout', '')?.rule).toBe(1);
		expect(rules.match('nothing', '')).toBeUndefined();
	});

	it('gives the matched span in the raw message', () => {
		const message = '😀 the Disk Full again';
		const span = new RuleSet([rule()]).match(message, '')?.span as [number, number];
		expect(message.slice(...span)).toBe('Disk Full');
	});

	it('keeps a rule with a source to rows of that source, whatever the case', () => {
		const rules = new RuleSet([rule({ source: 'NAS-1' }), rule({ id: 'any' })]);
		expect(rules.match('disk full', 'nas-1')?.rule).toBe(0);
		expect(rules.match('disk full', 'nas-10')?.rule).toBe(1);
		expect(rules.match('disk full', '')?.rule).toBe(1);
	});

	it('gives the same answer each time, also with flags that carry state', () => {
		const rules = new RuleSet([rule({ flags: 'giy' })]);
		for (let time = 0; time < 3; time++)
			expect(rules.match('the disk full', '')).toEqual({ rule: 0, span: [4, 13] });
	});

	it('obeys the flags', () => {
		expect(new RuleSet([rule({ flags: '' })]).match('Disk full', '')).toBeUndefined();
		const lines = new RuleSet([rule({ pattern: '^end$', flags: 'm' })]);
		expect(lines.match('start\nend', '')?.span).toEqual([6, 9]);
	});

	it('looks at the start of a huge message only', () => {
		const rules = new RuleSet([rule()]);
		const pad = ' '.repeat(MAX_RULE_CHARS - 9);
		expect(rules.match(`${pad}disk full`, '')).toBeDefined();
		expect(rules.match(`${pad} disk full`, '')).toBeUndefined();
	});

	it('names the rule whose pattern is not valid', () => {
		expect(() => new RuleSet([rule(), rule({ name: 'Broken one', pattern: '(a' })])).toThrow(
			/Rule "Broken one".*not valid/
		);
	});

	it('matches nothing without rules', () => {
		expect(new RuleSet([]).match('disk full', '')).toBeUndefined();
	});
});
