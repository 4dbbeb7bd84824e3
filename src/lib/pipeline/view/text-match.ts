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
