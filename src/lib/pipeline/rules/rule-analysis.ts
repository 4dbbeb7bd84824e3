import { RuleTally } from './rule-tally';
import { labelGiven, RuleSet, type Rule } from './rules';
import type { PatternEngine } from '../pattern/safe-pattern';

/** A message that rules are tried on. */
export interface RuleSample {
	message: string;
	source: string;
	/** The label it is known to have. */
	truth?: string;
}

/** What one rule does on the messages, as if it stood alone. */
export interface RuleStats {
	id: string;
	/** What searches for its pattern. */
	engine: PatternEngine;
	matches: number;
	/** Matches that it settles, since no rule above it matches. */
	settles: number;
	/** Matches that another rule matches too. */
	overlaps: number;
	/** Overlaps with a rule that says something else. */
	conflicts: number;
	/** Among matches with a known label: how many there are, and how many the rule has right. */
	known: number;
	right: number;
	/** First matches, with what was matched. */
	examples: { message: string; span: [number, number] }[];
	/** Own test messages that come out wrong. */
	failures: { message: string; expected: 'match' | 'leave' }[];
}

export interface RuleReport {
	rules: RuleStats[];
	/** Messages looked at; fewer than given when the time was over. */
	looked: number;
	given: number;
}

const EXAMPLES = 5;
const EXAMPLE_CHARS = 600;

/**
 * Coverage, overlaps, conflicts and precision of rules on messages (after the labelling function analysis of Ratner et
 * al., Snorkel: Rapid Training Data Creation with Weak Supervision, 2017). Disabled rules are tried as well, but settle
 * nothing and conflict with nobody.
 *
 * @param clock milliseconds, monotonic
 * @param limit milliseconds after which it stops with what it has
 */
export function analyseRules(
	rules: readonly Rule[],
	samples: readonly RuleSample[],
	clock: () => number,
	limit: number
): RuleReport {
	const alone = rules.map((rule) => new LoneRule(rule));
	const stats = rules.map((rule, at) => emptyStats(rule, alone[at] as LoneRule));
	const deadline = clock() + limit;
	let looked = 0;
	for (const sample of samples) {
		if (clock() > deadline) break;
		looked++;
		count(rules, alone, stats, sample);
	}
	return { rules: stats, looked, given: samples.length };
}

/** A rule as if it stood alone, with a budget of its own in the trial. */
class LoneRule {
	private readonly set: RuleSet;
	private readonly tally = new RuleTally();

	constructor(rule: Rule) {
		this.set = new RuleSet([{ ...rule, disabled: false }]);
	}

	get engine(): PatternEngine {
		return this.set.engine(0);
	}

	find(message: string, source: string): [number, number] | undefined {
		return this.set.match(message, source, undefined, this.tally)?.span;
	}
}

function emptyStats({ id, examples, source }: Rule, alone: LoneRule): RuleStats {
	const matches = (message: string): boolean => alone.find(message, source ?? '') !== undefined;
	return {
		id,
		engine: alone.engine,
		matches: 0,
		settles: 0,
		overlaps: 0,
		conflicts: 0,
		known: 0,
		right: 0,
		examples: [],
		failures: [
			...examples.match.flatMap((message) =>
				matches(message) ? [] : [{ message, expected: 'match' as const }]
			),
			...examples.leave.flatMap((message) =>
				matches(message) ? [{ message, expected: 'leave' as const }] : []
			)
		]
	};
}

function count(
	rules: readonly Rule[],
	alone: readonly LoneRule[],
	stats: readonly RuleStats[],
	{ message, source, truth }: RuleSample
): void {
	const spans = alone.map((rule) => rule.find(message, source));
	const active = rules.flatMap((rule, at) => (spans[at] && !rule.disabled ? [at] : []));
	spans.forEach((span, at) => {
		if (!span) return;
		const rule = rules[at] as Rule;
		const own = stats[at] as RuleStats;
		const others = active.filter((other) => other !== at);
		own.matches++;
		if (active[0] === at) own.settles++;
		if (others.length > 0) own.overlaps++;
		if (others.some((other) => outcomeOf(rules[other] as Rule) !== outcomeOf(rule)))
			own.conflicts++;
		const label = labelGiven(rule);
		if (truth !== undefined && label !== undefined) {
			own.known++;
			if (label === truth) own.right++;
		}
		if (own.examples.length < EXAMPLES)
			own.examples.push({ message: message.slice(0, EXAMPLE_CHARS), span });
	});
}

const outcomeOf = ({ then }: Rule): string =>
	'label' in then ? `label ${then.label}` : then.route;
