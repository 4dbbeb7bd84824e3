import { MAX_RULE_CHARS } from '../constants';
import { slowPattern } from '../rules/pattern-safety';

/** Whether a text passes a search. */
export type TextTest = (text: string) => boolean;

/**
 * A search as a test. Plain text is found anywhere and in any case; a regular expression sees at most the first
 * `MAX_RULE_CHARS` characters, in any case unless it says otherwise by an inline flag.
 *
 * @param clock milliseconds, monotonic
 * @throws in plain words, when the expression is not valid or could take too long
 */
export function textTest(text: string, isRegex: boolean, clock: () => number): TextTest {
	if (!isRegex) {
		const wanted = text.toLowerCase();
		return (candidate) => candidate.toLowerCase().includes(wanted);
	}
	const pattern = compiled(text);
	const slow = slowPattern(text, pattern.flags, clock);
	if (slow !== undefined) throw new Error(`This expression was not used: ${slow}`);
	return (candidate) =>
		pattern.test(
			candidate.length > MAX_RULE_CHARS ? candidate.slice(0, MAX_RULE_CHARS) : candidate
		);
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
export function textFinder(text: string, isRegex: boolean, clock: () => number): TextFinder {
	// Reports what is not valid or too slow, as the search itself does.
	if (isRegex) textTest(text, isRegex, clock);
	const { source, flags } = isRegex ? compiled(text) : compiled(escaped(text));
	const pattern = new RegExp(source, `${flags}g`);
	return (candidate) => {
		const spans: Span[] = [];
		for (const match of candidate.slice(0, MAX_RULE_CHARS).matchAll(pattern)) {
			if (match[0] !== '') spans.push([match.index, match.index + match[0].length]);
			if (spans.length === MOST_SPANS) break;
		}
		return spans;
	};
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

function compiled(source: string): RegExp {
	try {
		return new RegExp(source, 'iu');
	} catch {
		// Without the Unicode flag needless escapes such as `\-` are allowed, as people write them.
	}
	try {
		return new RegExp(source, 'i');
	} catch (error) {
		const reason = String(error).replace(/^SyntaxError: Invalid regular expression: /, '');
		throw new Error(
			`"${source}" is not a regular expression: ${reason}. Correct it, or search for it as plain text.`,
			{ cause: error }
		);
	}
}
