import { MAX_RULE_CHARS } from './constants';

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

export interface RuleMatch {
	/** Position of the rule in the rule set. */
	rule: number;
	/** Matched part of the message, `[start, end)` in UTF-16 units. */
	span: [number, number];
}

/** Compiled rules of a bundle. Throws on a pattern that does not compile, naming the rule. */
export class RuleSet {
	private readonly patterns: RegExp[];

	constructor(readonly rules: readonly Rule[]) {
		this.patterns = rules.map(compile);
	}

	/** The first rule that matches, or undefined. Only the first `MAX_RULE_CHARS` characters are looked at. */
	match(message: string, source: string): RuleMatch | undefined {
		const text = message.length > MAX_RULE_CHARS ? message.slice(0, MAX_RULE_CHARS) : message;
		for (let rule = 0; rule < this.patterns.length; rule++) {
			const { source: wantedSource, disabled } = this.rules[rule] as Rule;
			if (disabled) continue;
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
