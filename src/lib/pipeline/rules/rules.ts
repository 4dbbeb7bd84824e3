import { LiteralFinder } from './literal-finder';
import { requiredLiterals } from './rule-literals';
import { RuleTally } from './rule-tally';
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
	 * The first rule that matches, or undefined. Only the first `MAX_RULE_CHARS` characters are looked at.
	 * @param candidates positions of the rules to try, ascending; all that are enabled unless given
	 * @param tally of the run that the message belongs to: once its budget is spent, rules that nothing bounds match nothing
	 */
	match(
		message: string,
		source: string,
		candidates = this.enabled as readonly number[],
		tally = new RuleTally()
	): RuleMatch | undefined {
		if (candidates.length === 0) return undefined;
		for (const rule of candidates) {
			const wantedSource = (this.rules[rule] as Rule).source;
			if (wantedSource !== undefined && wantedSource.toLowerCase() !== source.toLowerCase())
				continue;
			const span = this.find(rule, message, tally);
			if (span) return { rule, span };
		}
		return undefined;
	}

	/** What searches for a rule's pattern. @param rule its position */
	engine(rule: number): PatternEngine {
		return (this.patterns[rule] as SafePattern).engine;
	}

	private find(rule: number, message: string, tally: RuleTally): [number, number] | undefined {
		const { budget } = tally;
		const { gaveUp, isSpent } = budget;
		const span = (this.patterns[rule] as SafePattern).find(message, 0, budget);
		if (budget.gaveUp > gaveUp || budget.isSpent !== isSpent)
			tally.slow = { rule, gaveUp: budget.gaveUp > gaveUp, isOff: budget.isSpent };
		return span;
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
