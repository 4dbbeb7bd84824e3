import { variableParts } from '../canonical/align-template';
import { MAX_RULE_CHARS } from '../constants';
import type { Rule } from './rules';

/** Characters of a message that a drafted pattern spells out: its head says what it is. */
const DRAFTED_CHARS = 160;
/** Longest value that a variable part of a drafted pattern takes: bounded, so that the pattern stays fast. */
const VALUE_CHARS = 200;

/**
 * Drafts a rule from a message: an anchored pattern with the message's words as they stand and bounded gaps where its
 * values vary. It catches that message with other values and little else; whoever knows the system loosens it.
 */
export function draftRule(message: string, canonical: string, label: string, id: string): Rule {
	const text = message.slice(0, DRAFTED_CHARS);
	const cut = message.length > DRAFTED_CHARS;
	let pattern = '^';
	let at = 0;
	for (const { start, end } of variableParts(text, canonical)) {
		if (start < at) continue;
		const value = text.slice(start, end);
		pattern += escaped(text.slice(at, start));
		pattern += /\s/.test(value) ? `[^\\n]{1,${VALUE_CHARS}}?` : `\\S{1,${VALUE_CHARS}}`;
		at = end;
	}
	pattern += escaped(text.slice(at)) + (cut ? '' : '$');
	return {
		id,
		name: canonical.slice(0, 60) || 'New rule',
		description: 'Drafted from a message.',
		pattern,
		flags: '',
		then: { label },
		examples: { match: [message.slice(0, Math.min(2_000, MAX_RULE_CHARS))], leave: [] }
	};
}

/** Text as a pattern that matches it; any white space for white space. */
const escaped = (text: string): string =>
	text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+');
