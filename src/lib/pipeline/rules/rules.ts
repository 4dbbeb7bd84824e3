import { MAX_RULE_CHARS } from '../constants';
import { requiredLiterals } from './rule-literals';

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
	private readonly patterns: RegExp[];
	/** What must be there for the rule to match: of each list one text. */
	private readonly literals: string[][][];
	/** Positions of the rules that are tried. */
	private readonly enabled: number[];

	constructor(readonly rules: readonly Rule[]) {
		this.patterns = rules.map(compile);
		this.literals = rules.map(({ pattern, flags }) => requiredLiterals(pattern, flags));
		this.enabled = rules.flatMap(({ disabled }, rule) => (disabled ? [] : [rule]));
	}

	/** Positions of the rules that may match messages of a shape; the others cannot. */
	candidates(shape: string): readonly number[] {
		const text = shape.toLowerCase();
		return this.enabled.filter((rule) =>
			(this.literals[rule] as string[][]).every((literals) =>
				literals.some((literal) => text.includes(literal))
			)
		);
	}

	/**
	 * The first rule that matches, or undefined. Only the first `MAX_RULE_CHARS` characters are looked at.
	 * @param candidates positions of the rules to try, ascending; all that are enabled unless given
	 */
	match(
		message: string,
		source: string,
		candidates = this.enabled as readonly number[]
	): RuleMatch | undefined {
		if (candidates.length === 0) return undefined;
		const text = message.length > MAX_RULE_CHARS ? message.slice(0, MAX_RULE_CHARS) : message;
		for (const rule of candidates) {
			const wantedSource = (this.rules[rule] as Rule).source;
			if (wantedSource !== undefined && wantedSource.toLowerCase() !== source.toLowerCase())
				continue;
			const found = (this.patterns[rule] as RegExp).exec(text);
			if (found) return { rule, span: [found.index, found.index + found[0].length] };
		}
		return undefined;
	}
}

function compile(rule: Rule): RegExp {
	try {
		return new RegExp(rule.pattern, rule.flags.replace(/[gy]/g, ''));
	} catch (error) {
		throw new Error(`Rule "${rule.name}": the pattern is not valid (${(error as Error).message})`, {
			cause: error
		});
	}
}
