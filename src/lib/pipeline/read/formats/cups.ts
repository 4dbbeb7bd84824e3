import { headerFormat, type LineFormat, timed } from './line-format';

const LEVELS: Record<string, string> = {
	X: 'emerg',
	A: 'alert',
	C: 'crit',
	N: 'notice',
	d: 'debug'
};

/** One letter for the level, then the time as web servers write it. */
export const cups: LineFormat = headerFormat({
	id: 'cups',
	name: 'CUPS',
	example: 'E [24/Nov/2026:12:00:01 +0000] [Job 17] The printer is out of paper',
	header: timed({ before: String.raw`([XACEWNIDd]) \[`, after: String.raw`\] ` }),
	fields: ([, letter = '', time = '']) => ({ time, level: LEVELS[letter] ?? letter })
});
