import { patternFault } from '../pattern/pattern-fault';
import { SafePattern } from '../pattern/safe-pattern';
import { windowOf } from '../pattern/pattern-window';
import { SearchBudget } from '../pattern/search-budget';

/** Whether a text passes a search. */
type TextTest = (text: string) => boolean;

/** A search, and how its texts may be found without testing each. */
export interface TextSearch {
	passes: TextTest;
	/** Plain text, in lower case; undefined for an expression. */
	wanted: string | undefined;
	/**
	 * A pattern that finds something in every text that passes; undefined for plain text, and where there is none.
	 *
	 * @param changed characters that are not to be part of what it finds
	 */
	window(changed: string): RegExp | undefined;
}

/**
 * Plain text is found anywhere and in any case; a regular expression sees at most the first `MAX_RULE_CHARS` characters, in
 * any case unless it says otherwise by an inline flag.
 *
 * @throws in plain words, when the expression is not valid; `passes` does when it took too long for too many texts
 */
export function textSearch(text: string, isRegex: boolean): TextSearch {
	if (!isRegex) {
		const wanted = text.toLowerCase();
		return {
			passes: (candidate) => candidate.toLowerCase().includes(wanted),
			wanted,
			window: () => undefined
		};
	}
	const pattern = compiled(text);
	const budget = new SearchBudget();
	return {
		passes: (candidate) => {
			const found = pattern.find(candidate, 0, budget) !== undefined;
			if (budget.isSpent)
				throw new Error(
					`The search for "${text}" takes too long on these messages: ${pattern.unbounded}, or search for plain text.`
				);
			return found;
		},
		wanted: undefined,
		// What nothing bounds has to be tested on all texts in turn: whether it is given up depends on those before.
		window: (changed) =>
			pattern.engine === 'limited' ? undefined : windowPattern(text, pattern.flags, changed)
	};
}

function windowPattern(source: string, flags: string, changed: string): RegExp | undefined {
	const codes = Array.from(changed, (character) => character.codePointAt(0) as number);
	const window = windowOf(source, flags, ({ ascii, beyond }) =>
		codes.some((code) => (code < 128 ? ascii[code] === 1 : beyond.spaces || beyond.others))
	);
	return window === undefined ? undefined : new RegExp(window, `${flags}g`);
}

/** A stretch of a text, in UTF-16 units: `[start, end)`. */
export type Span = readonly [start: number, end: number];

/** Finds where a search is in a text, first to last; matches of no length are none. */
export type TextFinder = (text: string) => Span[];

/** Stretches of one text that are worth showing. */
const MOST_SPANS = 50;

/**
 * The same search as `textSearch`, for showing what it found.
 *
 * @throws as `textSearch` does
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
