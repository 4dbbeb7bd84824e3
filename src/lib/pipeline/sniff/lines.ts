import { withoutAnsi } from '../text/ansi';
import { LINE_FORMATS } from '../read/formats';
import type { JoinRule } from '../read/join-rule';
import { LineReader } from '../read/line-reader';

/** Lines that are looked at to guess their formats. */
const LINES_LOOKED_AT = 2_000;
/** Share of lines that a wide format has to claim: many a plain message begins with a level. */
const WIDE_SHARE = 0.3;
const WIDE_FORMATS = new Set(['time-first', 'level-first']);
/** A narrow format that claims fewer lines of a large sample than this share is chance. */
const NARROW_SHARE = 0.002;

/** The first lines that are not blank; one that the sample cuts is left out unless it is the only one. */
export function sampleLines(sample: string, complete: boolean): string[] {
	const lines = sample.split(/\r\n|\n|\r/, LINES_LOOKED_AT * 2);
	if (!complete && lines.length > 1 && lines.length < LINES_LOOKED_AT * 2) lines.pop();
	return lines.filter((line) => line.trim() !== '').slice(0, LINES_LOOKED_AT);
}

/** Ids of the formats that lines of a file have, in the order of the table. */
export function guessLineFormats(lines: readonly string[]): string[] {
	const claims = new Map<string, number>();
	for (const line of lines) {
		for (const id of formatsOfLine(line)) claims.set(id, (claims.get(id) ?? 0) + 1);
	}
	return LINE_FORMATS.map(({ id }) => id).filter((id) => {
		const share = (claims.get(id) ?? 0) / lines.length;
		return share > 0 && share >= (WIDE_FORMATS.has(id) ? WIDE_SHARE : NARROW_SHARE);
	});
}

/** The format that claims a line, and within an envelope the one that claims its message. */
function formatsOfLine(line: string): string[] {
	const plain = withoutAnsi(line);
	const format = LINE_FORMATS.find(({ read }) => read(plain, 0, plain.length));
	if (!format) return [];
	if (!format.envelope) return [format.id];
	const message = new LineReader([format]).read(plain, 0, plain.length, false).content ?? '';
	const inner = LINE_FORMATS.find(
		({ envelope, read }) => !envelope && read(message, 0, message.length)
	);
	return inner ? [format.id, inner.id] : [format.id];
}

/** Whether a line is one that only a log has: no header of a table. */
export const isHeadedLine = (line: string): boolean =>
	formatsOfLine(line).some((id) => !WIDE_FORMATS.has(id));

const FRAME_LINE =
	/^[ \t]+at [\w$.<>]+[ (.]|^Traceback \(most recent|^[ \t]+File ".*", line \d|^goroutine \d+ \[/;

/** Lines with headers join what has none where it looks like a trace; bare lines only when there are traces. */
export function guessJoin(lines: readonly string[], lineFormats: readonly string[]): JoinRule {
	const by =
		lineFormats.length > 0 || lines.some((line) => FRAME_LINE.test(line)) ? 'frames' : 'off';
	return { by };
}
