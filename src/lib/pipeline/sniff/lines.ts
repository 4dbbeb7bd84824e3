import { withoutAnsi } from '../text/ansi';
import { LINE_FORMATS, lineFormatsOf } from '../read/formats';
import type { LineFormat } from '../read/formats/line-format';
import { looksJoined, type JoinRule } from '../read/join-rule';
import { LineReader } from '../read/line-reader';

/** Lines that are looked at to guess their formats. */
const LINES_LOOKED_AT = 2_000;
/** Share of the lines that can be heads which a wide format has to claim: many a plain message begins with a level. */
const WIDE_SHARE = 0.3;
const WIDE_FORMATS = new Set(['time-first', 'clock-first', 'epoch-first', 'level-first']);
/** A wide format whose heads have a date needs less: no message begins with one by chance. */
const DATED_SHARE = 0.02;
/** A narrow format that claims fewer lines of a large sample than this share is chance. */
const NARROW_SHARE = 0.002;
/** Lines without a head for each that has one, at most, for them to be its continuation. */
const MAX_PLAIN_PER_HEAD = 3;

/** The first lines that are not blank; one that the sample cuts is left out unless it is the only one. */
export function sampleLines(sample: string, complete: boolean): string[] {
	const lines = sample.split(/\r\n|\n|\r/, LINES_LOOKED_AT * 2);
	if (!complete && lines.length > 1 && lines.length < LINES_LOOKED_AT * 2) lines.pop();
	return lines.filter((line) => line.trim() !== '').slice(0, LINES_LOOKED_AT);
}

/** Ids of the formats that lines of a file have, in the order of the table. */
export function guessLineFormats(lines: readonly string[]): string[] {
	const claims = new Map<string, { all: number; dated: number }>();
	let canBeHeads = 0;
	let second: Second;
	for (const line of lines) {
		if (second?.(line, 0, line.length)) {
			second = undefined;
			continue;
		}
		const found = formatsOfLine(line);
		second = found[0]?.second;
		if (found.length > 0 || !looksJoined(line)) canBeHeads++;
		for (const { id, dated } of found) {
			const claim = claims.get(id) ?? { all: 0, dated: 0 };
			claims.set(id, { all: claim.all + 1, dated: claim.dated + (dated ? 1 : 0) });
		}
	}
	return LINE_FORMATS.map(({ id }) => id).filter((id) => {
		const { all, dated } = claims.get(id) ?? { all: 0, dated: 0 };
		if (all === 0) return false;
		if (!WIDE_FORMATS.has(id)) return all >= canBeHeads * NARROW_SHARE;
		return all >= canBeHeads * WIDE_SHARE || (dated > 0 && dated >= canBeHeads * DATED_SHARE);
	});
}

/** The format that claims a line, and within an envelope the one that claims its message. */
function formatsOfLine(line: string): Claim[] {
	const plain = withoutAnsi(line).replace(/^[\0\uFEFF]+/, '');
	const format = claimOf(plain) ?? indentedClaim(plain);
	if (!format) return [];
	if (!format.envelope) return [format];
	const message = new LineReader([format.format]).read(plain, 0, plain.length, false).content ?? '';
	const inner = claimOf(message.trimStart(), false);
	return inner ? [format, inner] : [format];
}

interface Claim {
	id: string;
	dated: boolean;
	envelope: boolean;
	format: LineFormat;
	second: Second;
}

/** Reads the second half of a head that takes two lines. */
type Second = LineFormat['read'] | undefined;

function claimOf(line: string, envelopes = true): Claim | undefined {
	for (const format of LINE_FORMATS) {
		if (format.envelope && !envelopes) continue;
		const fields = format.read(line, 0, line.length);
		if (fields)
			return {
				id: format.id,
				dated: fields.time !== '',
				envelope: format.envelope === true,
				format,
				second: fields.second
			};
	}
	return undefined;
}

/** A head that is indented has a time. */
function indentedClaim(line: string): Claim | undefined {
	if (!/^[ \t]/.test(line)) return undefined;
	const claim = claimOf(line.trimStart());
	return claim?.dated ? claim : undefined;
}

/** Whether a line is one that only a log has: no header of a table. */
export const isHeadedLine = (line: string): boolean =>
	formatsOfLine(line).some(({ id }) => !WIDE_FORMATS.has(id));

/**
 * Where heads have times, all lines up to the next head belong to one, unless there are too many of them. Else only what
 * looks like a part of a trace joins; without any head, only where there are traces.
 */
export function guessJoin(lines: readonly string[], lineFormats: readonly string[]): JoinRule {
	const reader = new LineReader(lineFormatsOf(lineFormats));
	let heads = 0;
	let plain = 0;
	for (const line of lines) {
		const { headed, dated, content } = reader.read(line, 0, line.length, line.includes('\u001b'));
		if (headed) heads += dated ? 1 : -1;
		else if (!looksJoined(content ?? line)) plain++;
	}
	if (heads > 0 && plain <= heads * MAX_PLAIN_PER_HEAD) return { by: 'headers' };
	const hasTraces = lineFormats.length > 0 || lines.some(looksJoined);
	return { by: hasTraces ? 'frames' : 'off' };
}
