import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../../../src/lib/pipeline/canonical/message-shape';
import { requiredLiterals } from '../../../../src/lib/pipeline/rules/rule-literals';
import { RuleSet } from '../../../../src/lib/pipeline/rules/rules';
import { DEFAULT_RULES } from '../../../../training/default-rules';
import { logLine } from '../../support/log-line';
import { rule } from '../../support/small-bundle';

describe('requiredLiterals', () => {
	it.each([
		['connection (?:refused|reset)', '', [['connection '], ['refused', 'reset']]],
		['(?:timed? out|timeout)', 'i', [['time', 'timeout']]],
		['Failed password for \\S+', '', [['failed password for ']]],
		['x+|disk full', '', []],
		['(?:gone|lost)+', '', [['gone', 'lost']]],
		['(?:gone)?', '', []],
		['ERROR 404', '', [['error ']]],
		['0xdead gone', '', [[' gone']]],
		['xdead gone', '', [[' gone']]],
		['-dead-beef', '', []],
		['ORA-00060', '', [['ora-']]],
		['bad x fade-', '', [[' x ']]],
		['12face lift', '', [[' lift']]],
		['Grüße vom', '', [[' vom']]],
		['stop', 'iu', []]
	])('of /%s/%s are %j', (pattern, flags, literals) =>
		expect(requiredLiterals(pattern, flags)).toEqual(literals)
	);
});

describe('candidate rules', () => {
	const words = fc.constantFrom(
		...'dead beef face gone x0 0xdead 1a2b3c4d fade deadbeef-e89b-12d3-a456-426614174000 -bad- out:12 ID9'.split(
			' '
		)
	);
	const literalText = fc
		.array(words, { minLength: 1, maxLength: 3 })
		.map((parts) => parts.join(' '));
	/** A pattern for exactly this text; what is special stands for any character. */
	const patternOf = (text: string): string => text.replace(/[^\w ]/g, '[^]');

	it('hold every rule that matches, for patterns cut out of the message itself', () => {
		fc.assert(
			fc.property(literalText, logLine, fc.nat(40), fc.nat(20), (text, line, from, size) => {
				const message = `${line} ${text} ${line}`;
				const at = line.length + 1 + (from % text.length);
				const pattern = patternOf(message.slice(at, at + 1 + size));
				const set = new RuleSet([rule({ pattern, flags: 'i' })]);
				expect(set.match(message, '')).toBeDefined();
				expect(set.candidates(shapeOf(message))).toEqual([0]);
			}),
			{ numRuns: 2_000 }
		);
	});

	it('give the same match as all rules', () => {
		const set = new RuleSet(DEFAULT_RULES);
		const examples = DEFAULT_RULES.flatMap(({ examples: { match, leave } }) => [
			...match,
			...leave
		]);
		fc.assert(
			fc.property(fc.oneof(logLine, fc.constantFrom(...examples)), (message) => {
				expect(set.match(message, 'app', set.candidates(shapeOf(message)))).toEqual(
					set.match(message, 'app')
				);
			}),
			{ numRuns: 1_000 }
		);
	});

	it('are none for an ordinary message', () => {
		const set = new RuleSet(DEFAULT_RULES);
		expect(set.candidates(shapeOf('Received packet of size 67108864 of peer'))).toEqual([]);
	});

	it('leave out what is disabled', () => {
		const set = new RuleSet([rule({ disabled: true }), rule({ id: 'b' })]);
		expect(set.candidates(shapeOf(rule().examples.match[0] ?? ''))).toEqual([1]);
	});
});
