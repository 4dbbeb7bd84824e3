import { describe, expect, it } from 'vitest';
import { slowPattern } from '../../../../src/lib/pipeline/rules/pattern-safety';
import { DEFAULT_RULES } from '../../../../training/default-rules';

const slow = (pattern: string, flags = ''): string | undefined =>
	slowPattern(pattern, flags, () => performance.now());

describe('slowPattern', () => {
	it.each([
		'(a+)+$',
		'^(\\w+\\s?)*$',
		'(x|x)*y',
		'^(([a-z])+.)+[A-Z]([a-z])+$',
		'error: (\\d+|\\d+x)*!',
		'(.*,){11}P',
		'^(?:[\\w.-]+)*@',
		'(\\p{L}+)+:',
		'\\s*\\s*\\s*\\s*x'
	])('refuses %s', (pattern) => {
		const started = performance.now();
		expect(slow(pattern, pattern.includes('\\p') ? 'u' : '')).toMatch(/can take too long/);
		expect(performance.now() - started).toBeLessThan(5_000);
	});

	it.each([
		'disk full',
		'^\\w+ failed with \\d+$',
		'(?:\\w+ )+failed',
		'a{3,5}b',
		'[^"]*"',
		'\\bfoo(?=bar)',
		'(?<x>a)\\k<x>'
	])('lets %s pass', (pattern) => {
		expect(slow(pattern)).toBeUndefined();
	});

	it('lets every rule of the default bundle pass', () => {
		for (const { name, pattern, flags } of DEFAULT_RULES)
			expect([name, slow(pattern, flags)]).toEqual([name, undefined]);
	});
});
