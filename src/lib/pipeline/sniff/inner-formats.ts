import { guessLineFormats } from './lines';

/** Share of messages that have to be log lines with a header of their own. */
const INNER_SHARE = 0.5;

/** Ids of the formats of messages that are log lines themselves; none where most are not. */
export function innerFormats(messages: readonly string[]): string[] {
	const lines = messages.map((message) => message.split('\n', 1)[0] ?? '');
	const formats = guessLineFormats(lines);
	if (formats.length === 0) return [];
	const headed = lines.filter((line) => guessLineFormats([line]).length > 0).length;
	return headed / lines.length >= INNER_SHARE ? formats : [];
}
