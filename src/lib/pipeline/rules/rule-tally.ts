import { SearchBudget } from '../pattern/search-budget';

/** A rule that took too long. */
export interface SlowRule {
	/** Its position. */
	rule: number;
	/** The search was given up, so that the message counts as not matching. */
	gaveUp: boolean;
	/** It was the last: rules that nothing bounds are tried no more. */
	isOff: boolean;
}

/** What the rules have used up in one run. Each run has its own, also one that is made again: rules remember nothing. */
export class RuleTally {
	readonly budget = new SearchBudget();
	/** The rule that took too long last. Another object each time. */
	slow: SlowRule | undefined;
}
