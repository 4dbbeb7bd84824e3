import type { LlmReply, LlmToken } from './engine';
import { LLM_REASON_CHARS } from '../constants';

/** What a valid answer says. */
export interface ParsedAnswer {
	label: string;
	reason?: string;
	/** Share of the labels' probability that this one got, in [0, 1]; not calibrated. */
	confidence?: number;
}

/** Why an answer is not valid, in words for the user. */
export interface InvalidAnswer {
	problem: string;
}

/** Characters of an answer that is quoted in a message. */
const SHOWN_CHARS = 80;

/**
 * Reads a model's answer. A label in another case counts as the label; prose, another label, nothing and an answer that
 * breaks off before its label's end do not count. A reason that breaks off is shortened, the label before it stands.
 *
 * @param labels the names an answer may have
 */
export function parseAnswer(
	reply: LlmReply,
	labels: readonly string[]
): ParsedAnswer | InvalidAnswer {
	const text = reply.text.trim();
	if (text === '') return { problem: 'The model answered nothing.' };
	const found = LABEL.exec(text);
	if (!found) return { problem: `The model did not answer in the form asked for: ${shown(text)}` };
	const said = unquoted(found[1] as string);
	const label = nameOf(said, labels);
	if (label === undefined)
		return { problem: `The model answered a label that is not there: ${shown(said)}` };
	const reason = reasonOf(text.slice(found[0].length));
	const confidence = reply.tokens && labelShare(reply.tokens, labels);
	return {
		label,
		...(reason ? { reason } : {}),
		...(confidence === undefined ? {} : { confidence })
	};
}

/** An object whose first key is the label. */
const LABEL = /^\{\s*"label"\s*:\s*"((?:[^"\\]|\\.)*)"/;
const REASON = /^\s*,\s*"reason"\s*:\s*"((?:[^"\\]|\\.)*)/;

function reasonOf(rest: string): string {
	const found = REASON.exec(rest);
	return found
		? unquoted(found[1] as string)
				.slice(0, LLM_REASON_CHARS)
				.trim()
		: '';
}

function unquoted(inner: string): string {
	try {
		return String(JSON.parse(`"${inner}"`));
	} catch {
		// A line break inside a string, or an escape that was cut: what is there is shown as it is.
		return inner;
	}
}

function nameOf(said: string, labels: readonly string[]): string | undefined {
	const wanted = said.trim().toLowerCase();
	return (
		labels.find((label) => label === said) ?? labels.find((label) => label.toLowerCase() === wanted)
	);
}

const shown = (text: string): string =>
	JSON.stringify(text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text);

/**
 * The product, over the label's tokens, of each one's probability among those that could continue some label. A grammar
 * forbids the rest, so their probability is no doubt about the label.
 */
function labelShare(tokens: readonly LlmToken[], labels: readonly string[]): number | undefined {
	let before = '';
	let share: number | undefined;
	for (const token of tokens) {
		const start = before.lastIndexOf('"label"');
		const value =
			start === -1 ? undefined : /^"label"\s*:\s*"([^"]*)$/.exec(before.slice(start))?.[1];
		if (value !== undefined) share = (share ?? 1) * tokenShare(token, value, labels);
		before += token.text;
		if (/"label"\s*:\s*"[^"]*"/.test(before)) break;
	}
	return share;
}

function tokenShare(token: LlmToken, value: string, labels: readonly string[]): number {
	const possible = (text: string): boolean =>
		text !== '' &&
		labels.some((label) => `${label}"`.startsWith((value + text).slice(0, label.length + 1)));
	const others = token.top.filter(({ text }) => text !== token.text && possible(text));
	const own = Math.exp(token.logprob);
	const all = others.reduce((sum, { logprob }) => sum + Math.exp(logprob), own);
	return all > 0 ? own / all : 0;
}
