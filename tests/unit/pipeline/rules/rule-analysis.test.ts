import { describe, expect, it } from 'vitest';
import { analyseRules } from '../../../../src/lib/pipeline/rules/rule-analysis';
import { rule } from '../../support/small-bundle';

const RULES = [
	rule({ id: 'disk', pattern: 'disk', then: { label: 'IOError' } }),
	rule({ id: 'full', pattern: 'full', then: { label: 'ResourceUsage' } }),
	rule({ id: 'off', pattern: 'slow', disabled: true, then: { label: 'Routine' } })
];
const SAMPLES = [
	{ message: 'disk full', source: 'a', truth: 'IOError' },
	{ message: 'disk slow', source: 'a', truth: 'Routine' },
	{ message: 'queue full', source: 'a' },
	{ message: 'all well', source: 'a', truth: 'Routine' }
];
const stats = () => analyseRules(RULES, SAMPLES, () => 0, 100).rules;

describe('analyseRules', () => {
	it('counts what each rule matches, settles, shares and has right', () => {
		const [disk, full, off] = stats();
		expect(disk).toMatchObject({
			matches: 2,
			settles: 2,
			overlaps: 1,
			conflicts: 1,
			known: 2,
			right: 1
		});
		expect(full).toMatchObject({
			matches: 2,
			settles: 1,
			overlaps: 1,
			conflicts: 1,
			known: 1,
			right: 0
		});
		expect(off).toMatchObject({ matches: 1, settles: 0, overlaps: 1, conflicts: 1 });
	});

	it('shows what was matched', () => {
		expect(stats()[1]?.examples).toEqual([
			{ message: 'disk full', span: [5, 9] },
			{ message: 'queue full', span: [6, 10] }
		]);
	});

	it('tells which of its own test messages come out wrong', () => {
		const examples = { match: ['disk', 'tape'], leave: ['cloud', 'a disk'] };
		const [only] = analyseRules([rule({ pattern: 'disk', examples })], [], () => 0, 1).rules;
		expect(only?.failures).toEqual([
			{ message: 'tape', expected: 'match' },
			{ message: 'a disk', expected: 'leave' }
		]);
	});

	it('stops when its time is over and says how far it came', () => {
		let now = 0;
		const report = analyseRules(RULES, SAMPLES, () => (now += 10), 25);
		expect(report).toMatchObject({ looked: 2, given: 4 });
	});
});
