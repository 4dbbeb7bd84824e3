import { describe, expect, it } from 'vitest';
import { DEFAULT_LABELS } from '../../../src/lib/pipeline/bundle/default-labels';
import { RuleSet } from '../../../src/lib/pipeline/rules/rules';
import { DEFAULT_RULES } from '../../../training/default-rules';

describe('the default rules', () => {
	it('have ids and names of their own', () => {
		for (const key of ['id', 'name'] as const)
			expect(new Set(DEFAULT_RULES.map((rule) => rule[key])).size).toBe(DEFAULT_RULES.length);
	});

	describe.each(DEFAULT_RULES)('$id', (rule) => {
		const { match, leave } = rule.examples;

		it('has examples of both kinds, a sentence and a label that exists', () => {
			expect(match.length).toBeGreaterThan(0);
			expect(leave.length).toBeGreaterThan(0);
			expect(rule.description).toMatch(/^[A-Z].*\.$/);
			expect(DEFAULT_LABELS).toContain('label' in rule.then ? rule.then.label : '');
		});

		it('catches and leaves alone what its examples say', () => {
			const alone = new RuleSet([rule]);
			expect(match.filter((message) => !alone.match(message, ''))).toEqual([]);
			expect(leave.filter((message) => alone.match(message, ''))).toEqual([]);
		});

		it('is not forestalled by a rule before it', () => {
			const all = new RuleSet(DEFAULT_RULES);
			for (const message of match)
				expect(DEFAULT_RULES[all.match(message, '')?.rule ?? -1]?.id, message).toBe(rule.id);
		});

		it('is proved to take no long on any message', () => {
			expect(new RuleSet([rule]).engine(0)).toBe('browser');
		});

		it('takes no long on a long message', () => {
			const alone = new RuleSet([rule]);
			const started = performance.now();
			for (const part of ['a', ' ', '"GET ', 'open ', 'Invalid user ', ': ', '0'])
				alone.match(part.repeat(4_000), '');
			expect(performance.now() - started).toBeLessThan(1_000);
		});
	});
});
