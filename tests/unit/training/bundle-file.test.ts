import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseBundle } from '../../../src/lib/pipeline/bundle/bundle';
import { withRules, withVersion } from '../../../training/bundle-file';

const file = readFileSync('static/models/default.bundle.json', 'utf8');
const shipped = parseBundle(JSON.parse(file));

describe('withVersion', () => {
	it('gives the shipped bundle its own version again, and the bytes of its file', () => {
		expect(JSON.stringify(withVersion(shipped))).toBe(file);
	});
});

describe('withRules', () => {
	const [first, ...others] = shipped.rules;
	if (!first) throw new Error('The shipped bundle has no rules');
	const changed = withRules(shipped, [{ ...first, name: 'Another name' }, ...others]);

	it('changes the rules and the version, and nothing else', () => {
		expect(changed.rules[0]?.name).toBe('Another name');
		expect(changed.version).not.toBe(shipped.version);
		expect({ ...changed, rules: shipped.rules, version: shipped.version }).toEqual(shipped);
	});

	it('gives the same file when the rules are put back', () => {
		expect(JSON.stringify(withRules(changed, shipped.rules))).toBe(file);
	});

	it('refuses a rule whose pattern does not compile', () => {
		expect(() => withRules(shipped, [{ ...first, pattern: '(' }])).toThrow(first.name);
	});
});
