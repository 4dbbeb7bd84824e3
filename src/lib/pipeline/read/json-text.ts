import { MAX_JSON_VALUE_CHARS } from '../constants';
import {
	BACKSLASH,
	CLOSE_BRACE,
	CLOSE_BRACKET,
	CR,
	LF,
	OPEN_BRACE,
	OPEN_BRACKET,
	QUOTE,
	SINGLE_QUOTE
} from '../text/char-codes';

/** `end` of a text that may still become an object, and of one that cannot. */
export const OPEN = -1;
export const NOT_ONE = -2;

/** Offset behind the object that starts at `start`, `OPEN` or `NOT_ONE`. */
export function endOfObject(text: string, start: number, final: boolean): number {
	const open: number[] = [];
	const limit = Math.min(text.length, start + MAX_JSON_VALUE_CHARS);
	// Python prints its dictionaries with single quotes.
	const other = text.charCodeAt(start + 1) === SINGLE_QUOTE ? SINGLE_QUOTE : QUOTE;
	for (let at = start; at < limit; at++) {
		const code = text.charCodeAt(at);
		if (code === QUOTE || code === other) {
			at = endOfString(text, at, limit);
			if (at < 0) return at === NOT_ONE ? NOT_ONE : unfinished(text, start, final);
		} else if (code === OPEN_BRACE || code === OPEN_BRACKET) open.push(code);
		else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
			if (open.pop() !== code - 2) return NOT_ONE;
			if (open.length === 0) return at + 1;
		} else if (code === LF || code === CR) {
			if (open[open.length - 1] === OPEN_BRACE && text.charCodeAt(at + 1) === OPEN_BRACE)
				return NOT_ONE;
		}
	}
	return unfinished(text, start, final);
}

const unfinished = (text: string, start: number, final: boolean): number =>
	final || text.length - start >= MAX_JSON_VALUE_CHARS ? NOT_ONE : OPEN;

/** Offset of the closing quote; `NOT_ONE` where a line break comes before it. */
export function endOfString(text: string, open: number, limit: number): number {
	const quote = text.charCodeAt(open);
	for (let at = open + 1; at < limit; at++) {
		const code = text.charCodeAt(at);
		if (code === quote) return at;
		if (code === BACKSLASH) at++;
		else if (code === LF || code === CR) return NOT_ONE;
	}
	return OPEN;
}
