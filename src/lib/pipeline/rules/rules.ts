import { MAX_GIVEN_UP } from '../constants';
import { LiteralFinder } from './literal-finder';
import { requiredLiterals } from './rule-literals';
import { SafePattern, type PatternEngine } from '../pattern/safe-pattern';

/** What a matching rule does: gives the label, or sends the message past the head to the LLM. */
type RuleAction = { label: string } | { route: 'llm' };

/** One rule of a bundle. Rules are tried in order on the raw message; the first that matches settles the row. */
export interface Rule {
	id: string;
	name: string;
	/** One sentence for the user: what it catches and why that is safe. */
	description: string;
	/** JavaScript regular expression, without flags. */
	pattern: string;
	flags: string;
	/** Only rows of this source (case-insensitive), when given. */
	source?: string | undefined;
	/** Kept, but not tried. */
	disabled?: boolean | undefined;
	then: RuleAction;
	/** Messages that the rule must catch and must leave alone; checked by tests and shown in the editor. */
	examples: { match: string[]; leave: string[] };
}

/** The label that a rule gives, or undefined when it only routes to the LLM. */
export const labelGiven = ({ then }: Rule): string | undefined =>
	'label' in then ? then.label : undefined;

export interface RuleMatch {
	/** Position of the rule in the rule set. */
	rule: number;
	/** Matched part of the message, `[start, end)` in UTF-16 units. */
	span: [number, number];
}

/** Compiled rules of a bundle. Throws on a pattern that does not compile, naming the rule. */
export class RuleSet {
	private readonly patterns: SafePattern[];
	/** What must be there for the rule to match: of each list one text, by its position in the finder. */
	private readonly needed: number[][][];
	private readonly finder: LiteralFinder;
	/** Positions of the rules that are tried. */
	private readonly enabled: number[];
	/** The rule that was given up last, and for how many messages of the run. Another object each time. */
	lastGivenUp: { rule: number; messages: number } | undefined;

	constructor(readonly rules: readonly Rule[]) {
		this.patterns = rules.map(compile);
		const literals = rules.map(({ pattern, flags }) => requiredLiterals(pattern, flags));
		const all = [...new Set(literals.flat(2))];
		const places = new Map(all.map((literal, at) => [literal, at]));
		this.needed = literals.map((lists) =>
			lists.map((list) => list.map((literal) => places.get(literal) as number))
		);
		this.finder = new LiteralFinder(all);
		this.enabled = rules.flatMap(({ disabled }, rule) => (disabled ? [] : [rule]));
	}

	/** Positions of the rules that may match messages of a shape; the others cannot. */
	candidates(shape: string): readonly number[] {
		const found = this.finder.in(shape.toLowerCase());
		return this.enabled.filter((rule) =>
			(this.needed[rule] as number[][]).every((list) => list.some((literal) => found[literal]))
		);
	}

	/**
	 * The first rule that matches, or undefined. Only the first `MAX_RULE_CHARS` characters are looked at. A rule that was
	 * given up for `MAX_GIVEN_UP` messages is tried no more.
	 * @param candidates positions of the rules to try, ascending; all that are enabled unless given
	 */
	match(
		message: string,
		source: string,
		candidates = this.enabled as readonly number[]
	): RuleMatch | undefined {
		if (candidates.length === 0) return undefined;
		for (const rule of candidates) {
			const wantedSource = (this.rules[rule] as Rule).source;
			if (wantedSource !== undefined && wantedSource.toLowerCase() !== source.toLowerCase())
				continue;
			const pattern = this.patterns[rule] as SafePattern;
			if (pattern.gaveUp >= MAX_GIVEN_UP) continue;
			const before = pattern.gaveUp;
			const span = pattern.find(message);
			if (span) return { rule, span };
			if (pattern.gaveUp > before) this.lastGivenUp = { rule, messages: pattern.gaveUp };
		}
		return undefined;
	}

	/** What searches for a rule's pattern. @param rule its position */
	engine(rule: number): PatternEngine {
		return (this.patterns[rule] as SafePattern).engine;
	}

	/** Forgets which rules were given up: another run begins. */
	beginRun(): void {
		this.lastGivenUp = undefined;
		for (const pattern of this.patterns) pattern.gaveUp = 0;
	}
}

function compile(rule: Rule): SafePattern {
	try {
		return new SafePattern(rule.pattern, rule.flags);
	} catch (error) {
		throw new Error(`Rule "${rule.name}": the pattern is not valid (${(error as Error).message})`, {
			cause: error
		});
	}
}
