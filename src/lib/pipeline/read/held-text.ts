import { lineFormatsOf } from './formats';
import { messageColumns } from './message-cells';
import { NEVER_ESCAPED, type RowLayout } from './row-cells';

/**
 * How a raw row holds its message, for looking through rows in place of their messages: to read a message out of its row
 * costs many times as much.
 */
export interface HeldMessage {
	/** The row holds all of the message, one character after the other, but for these. */
	changed: string;
	/** Rows that hold one of these may have any message. */
	except: readonly string[];
}

/** Sequences that colour a text may stand within a word of the raw row; the message is without them. */
const COLOURS = ['\u001b'];

/** @returns undefined where a message may be put together, or have its characters escaped */
export function heldMessage({
	format,
	mapping
}: Pick<RowLayout, 'format' | 'mapping'>): HeldMessage | undefined {
	const { kind, lineFormats = [], backslash } = format;
	if (kind === 'json') return undefined;
	if (!lineFormatsOf(lineFormats).every(({ asWritten }) => asWritten)) return undefined;
	// What stands behind the head of a line may be a JSON object, and is then read as one.
	const except = lineFormats.length > 0 ? [...COLOURS, '{'] : COLOURS;
	if (kind === 'lines') return { changed: '\r\n', except };
	const glue = messageColumns(mapping).length > 1 ? (mapping.glue ?? '') : '';
	return { changed: `\r\n"${backslash ? '\\' : ''}${glue}`, except };
}

/** What raw rows are looked through for. */
export interface HeldText extends Pick<HeldMessage, 'except'> {
	/** Part of the wanted text: each row holds it whose message has the text, in one case or another. */
	part: string;
	/** It tells only of all rows that stand together whether there is one among them. */
	byChunk: boolean;
	/**
	 * It holds for every message that there may be. Else it does for what programs write, which escape no character that
	 * need not be.
	 */
	isSure: boolean;
}

/**
 * @param wanted plain text in lower case
 * @returns undefined where only reading the rows can tell
 */
export function heldText(
	layout: Pick<RowLayout, 'format' | 'mapping'>,
	wanted: string
): HeldText | undefined {
	const held = heldMessage(layout);
	if (held) {
		const part = longestWithout(wanted, held.changed);
		return part === '' ? undefined : { ...held, part, byChunk: false, isSure: true };
	}
	if (!NEVER_ESCAPED.test(wanted)) return undefined;
	const part = longestWithout(wanted, PUT_BETWEEN + (layout.mapping.glue ?? ''));
	if (part === '') return undefined;
	const except = [...COLOURS, '\\u001b', '\\u001B'];
	return { part, except, byChunk: layout.format.kind === 'csv', isSure: false };
}

/** What stands between the parts from which some formats put a message together. */
const PUT_BETWEEN = ' ';

/** The longest part of a text that has none of some characters. */
function longestWithout(text: string, characters: string): string {
	let best = '';
	let start = 0;
	for (let at = 0; at <= text.length; at++) {
		if (at < text.length && !characters.includes(text.charAt(at))) continue;
		if (at - start > best.length) best = text.slice(start, at);
		start = at + 1;
	}
	return best;
}
