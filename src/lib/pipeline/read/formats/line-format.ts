import { MONTH_LIKE } from '../time-names';
import type { HeaderReader } from './timed-header';

/** What the header of a line says. Text that is absent is ''. */
export interface LineFields {
	/** As written, in a layout that `TimeReader` knows. */
	time: string;
	level: string;
	source: string;
	/** Offset in the text at which the message starts; it ends with the line. */
	start: number;
	/** The message, where it is no plain end of the line. */
	message?: string;
	/** The JSON object that all this was read from. */
	object?: Record<string, unknown> | undefined;
	/** The message goes on with the next line of this format, without a line break. */
	partial?: boolean;
	/** Output to which the line belongs, such as `stderr`: lines of another one may stand between its parts. */
	stream?: string;
	/** All lines up to the next head belong to the entry, whatever the rule. */
	open?: true | undefined;
	/** All lines up to a blank one belong to the entry, heads as well. */
	block?: true | undefined;
	/** The head goes on with the next line, which this reads; a line that it does not read is of another entry. */
	second?: LineFormat['read'] | undefined;
	/** Reads the fields from all lines of the entry. */
	whole?:
		| ((text: string) => Partial<Pick<LineFields, 'time' | 'level' | 'source' | 'message'>>)
		| undefined;
}

/**
 * One way in which programs write log lines. To add one: write a file like those beside this one, list it in `index.ts`,
 * and put a sample with what is to be found in it into `tests/fixtures/formats/`.
 */
export interface LineFormat {
	/** Kept with stored runs: never rename. */
	id: string;
	/** For the menu, in plain words. */
	name: string;
	example: string;
	/** Its message is a line of another program, which may have a header of its own. */
	envelope?: true;
	/** Its message is the rest of the line, character for character. */
	asWritten?: true;
	/**
	 * Reads the header of the line at `[start, end)` of a text, or gives undefined when the line is of another format.
	 * Called for every line: it has to fail fast and must not look beyond `end`.
	 */
	read(text: string, start: number, end: number): LineFields | undefined;
}

interface HeaderFormat
	extends
		Omit<LineFormat, 'read' | 'asWritten'>,
		Pick<LineFields, 'open' | 'block' | 'second' | 'whole'> {
	/** What stands before the message: `timed`, or sticky, and never matching a line break. The message is what follows. */
	header: RegExp | HeaderReader;
	/** What a line must have for a header to be tried that has a time and is not `timed`: sticky and short. */
	gate?: RegExp;
	fields(groups: (string | undefined)[]): { time?: string; level?: string; source?: string };
}

/** A format whose lines are a header and then the message. */
export function headerFormat({ header, gate, fields, ...rest }: HeaderFormat): LineFormat {
	if (header instanceof RegExp && !header.sticky)
		throw new RangeError(`The header of ${rest.id} is not sticky`);
	const { open, block, second, whole } = rest;
	const more = open || block || second || whole ? { open, block, second, whole } : undefined;
	const reader = header instanceof RegExp ? atOnce(header, gate) : header;
	return {
		...rest,
		...(whole ? {} : { asWritten: true as const }),
		read(text, start, end) {
			const match = reader.read(text, start);
			if (!match || match.end > end) return undefined;
			const { time = '', level = '', source = '' } = fields(match.groups);
			const found = { time, level, source, start: match.end };
			return more ? { ...found, ...more } : found;
		}
	};
}

/** Reads a header by one pattern. */
const atOnce = (header: RegExp, gate?: RegExp): HeaderReader => ({
	read(text, start) {
		if (gate) {
			gate.lastIndex = start;
			if (!gate.test(text)) return undefined;
		}
		header.lastIndex = start;
		const groups = header.exec(text);
		return groups ? { groups, end: header.lastIndex } : undefined;
	}
});

/** The level that an HTTP status stands for; '' for none. */
export const statusLevel = (status: string): string =>
	/^[5]\d\d$/.test(status) || status === '-1' ? 'error' : /^4\d\d$/.test(status) ? 'warning' : '';

/** Pattern of `2026-11-24T12:00:01.250+01:00` and its kin, time of day included. */
export const ISO_TIME = String.raw`\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d))?`;
/** Pattern of `Nov 24 12:00:01`. */
export const SYSLOG_TIME = String.raw`${MONTH_LIKE} [ \d]\d(?: (?:19|20)\d\d)? \d\d:\d\d:\d\d(?:[.,]\d{1,9})?`;

export { timed } from './timed-header';
export { ANY_LEVEL, LEVEL, NO_FIRST_WORD } from '../level-words';
export { DATED_TIME, EPOCH_TIME, STRICT_TIME, TIME_OF_DAY } from '../time-layouts';

/**
 * Between the fields of a head: blanks, a bar, dash, colon or arrow, or the bracket that opens the next one. A dash is
 * followed by a blank: it may be the sign of a number.
 */
export const BETWEEN = String.raw`(?:[ \t]*(?:::|\|+|[;,:]+)[ \t]*|[ \t]+(?:[|=>/–—-]+>?[ \t]+)?|(?=[[(<]))`;

/** A thread, a process or another aside in square brackets. */
export const ASIDE = String.raw`\[[^\]\r\n]{0,64}\]`;

/** A sticky pattern from parts. */
export const sticky = (source: string): RegExp => new RegExp(source, 'y');
