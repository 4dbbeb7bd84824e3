import { headerFormat, LEVEL, type LineFormat, NO_FIRST_WORD, timed } from './line-format';

/** Between fields: blanks, perhaps around a dash or a bar; none is needed before a bracket. */
const NEXT = String.raw`(?:[ \t]*[|-][ \t]+|[ \t]+|(?=[[({]))`;
/** A thread, process or request: in brackets, a number, or an id of hexadecimal digits. */
const FIELD = String.raw`(?:\[[^\]\r\n]{0,64}\]|\([^)\r\n]{0,64}\)|\{[^}\r\n]{0,64}\}|main|\d{1,10}(?:\.\d+%|:\d+)?(?![\w.:])|[\da-f]{8,16}(?:(?:-[\da-f]{4}){3}-[\da-f]{12})?(?!\w))`;
/** A logger: names with points between them, `Class#method`; in brackets perhaps with thread and line, `[main:Peer@136]`. */
const DOTTED = String.raw`[A-Za-z_$][\w$-]*(?:[.#][\w$<>-]+)+`;
const LOGGER = String.raw`(?:\[(?:[^\]\r\n]{0,64}?:)?([A-Za-z_$][\w$.]*)@\d+\](?: -)?[ \t]+|(${DOTTED})(?::| -)[ \t]+)?`;

const BRACKETED_LOGGER = new RegExp(String.raw`[[(](${DOTTED})[\])]`, 'g');

/** Fields of which the line does not say what they are between the time and a level in capital letters. */
export const asides: LineFormat = headerFormat({
	id: 'asides',
	name: 'Time, other fields, level and message',
	example: '2026-11-24 12:00:01,250 [myid:1] - WARN  [Worker-2:ServerCnxn@366] - The stock is low',
	header: timed({
		before: String.raw`[[(]?`,
		after: String.raw`[\])]?((?:${NEXT}${FIELD}){1,4})${NEXT}${NO_FIRST_WORD}[[(<]?(${LEVEL}) *[\])>]?(?:[ \t]*[|:-](?=\s)|(?=\s))[ \t]*${LOGGER}`
	}),
	fields: ([, time = '', before = '', level = '', placed, named]) => ({
		time,
		level,
		source: placed ?? named ?? lastLogger(before)
	})
});

/** A host or a version has points as well, but begins with no letter or is no name. */
const lastLogger = (fields: string): string =>
	[...fields.matchAll(BRACKETED_LOGGER)].at(-1)?.[1] ?? '';
