import { readEntry } from './entry-scanner';
import type { LineFormat } from './formats/line-format';
import type { InnerEntry } from './log-entry';

/** @returns undefined where the message is neither */
export function innerEntry(
	message: string,
	formats: readonly LineFormat[]
): InnerEntry | undefined {
	const { time, level, source, start, end, message: content } = readEntry(message, formats);
	const inner = content ?? message.slice(start, end);
	if (time === '' && level === '' && source === '' && inner === message) return undefined;
	return { time, level, source, message: inner };
}
