import { MAX_RULE_CHARS, MAX_SEARCH_STEPS, MAX_UNBOUNDED_STEPS } from '../constants';

/** What a search may take for each character: one of the longest text then has its limit to itself. */
const FREE_STEPS = MAX_SEARCH_STEPS / MAX_RULE_CHARS;

/**
 * The steps that searches which nothing bounds may take together: those of one run, or of one query. What is in proportion
 * to the text is free, so that a pattern that is no slower than that can be searched for in any number of rows.
 */
export class SearchBudget {
	/** Searches that were given up: their texts count as not matching. */
	gaveUp = 0;
	private left = MAX_UNBOUNDED_STEPS;

	/** Nothing is left: no further text is searched. */
	get isSpent(): boolean {
		return this.left <= 0;
	}

	/** @param steps taken by a search that came to an end. @param length of its text */
	spend(steps: number, length: number): void {
		this.left -= Math.max(0, steps - FREE_STEPS * length);
	}

	/** @param steps taken by a search that did not */
	giveUp(steps: number): void {
		this.gaveUp++;
		this.left -= steps;
	}
}
