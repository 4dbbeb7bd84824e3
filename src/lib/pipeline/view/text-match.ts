import { patternFault } from '../pattern/pattern-fault';
import { SafePattern } from '../pattern/safe-pattern';
import { SearchBudget } from '../pattern/search-budget';

/** Whether a text passes a search. */
export type TextTest = (text: string) => boolean;

/**
 * A search as a test. Plain text is found anywhere and in any case; a regular expression sees at most the first
 * `MAX_RULE_CHARS` characters, in any case unless it says otherwise by an inline flag.
 *
 * @throws in plain words, when the expression is not valid, or took too long for too many texts
 */
export function textTest(text: string, isRegex: boolean): TextTest {
	if (!isRegex) {
		const wanted = text.toLowerCase();
		return (candidate) => candidate.toLowerCase().includes(wanted);
	}
	const pattern = compiled(text);
	const budget = new SearchBudget();
	return (candidate) => {
		const found = pattern.find(candidate, 0, budget) !== undefined;
		if (budget.isSpent)
			throw new Error(
				`The search for "${text}" takes too long on these messages: ${pattern.unbounded}, or search for plain text.`
			);
		return found;
	};
}

/** A stretch of a text, in UTF-16 units: `[start, end)`. */
export type Span = readonly [start: number, end: number];

/** Finds where a search is in a text, first to last; matches of no length are none. */
export type TextFinder = (text: string) => Span[];

/** Stretches of one text that are worth showing. */
const MOST_SPANS = 50;

/**
 * The same search as `textTest`, for showing what it found.
 *
 * @throws as `textTest` does
 */
export function textFinder(text: string, isRegex: boolean): TextFinder {
	const pattern = compiled(isRegex ? text : escaped(text));
	return (candidate) => pattern.findAll(candidate, MOST_SPANS);
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

function compiled(source: string): SafePattern {
	try {
		return checked(source, 'iu');
	} catch {
		// Without the Unicode flag needless escapes such as `\-` are allowed, as people write them.
	}
	try {
		return checked(source, 'i');
	} catch (error) {
		throw new Error(
			`"${source}" cannot be searched for: ${patternFault(error)}. Correct it, or search for it as plain text.`,
			{ cause: error }
		);
	}
}

function checked(source: string, flags: string): SafePattern {
	const pattern = new SafePattern(source, flags);
	void pattern.engine;
	return pattern;
}
