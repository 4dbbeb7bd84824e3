import { headerFormat, type LineFormat, timed } from './line-format';

const MARKS: Record<string, string> = {
	'.': 'debug',
	'-': 'verbose',
	'*': 'notice',
	'#': 'warning'
};

/** Process, role, time and a mark for the level. */
export const redis: LineFormat = headerFormat({
	id: 'redis',
	name: 'Redis or Valkey',
	example:
		'4711:M 24 Nov 2026 12:00:01.250 # Error condition on socket for SYNC: Connection refused',
	header: timed({ before: String.raw`(?:\d+:[XCSMR]|\[\d+\]) `, after: String.raw` ([.*#-]) ` }),
	fields: ([, time = '', mark = '']) => ({ time, level: MARKS[mark] ?? '' })
});
