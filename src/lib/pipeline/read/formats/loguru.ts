import { headerFormat, type LineFormat, timed } from './line-format';

/** Python's Loguru: module, function and line. */
export const loguru: LineFormat = headerFormat({
	id: 'loguru',
	name: 'Loguru',
	example: '2026-11-24 12:00:01.250 | ERROR    | shop.cart:order:41 - The order failed',
	header: timed({ after: String.raw` \| *(\w+) *\| (?:\S+ \| )?([\w.<>-]+):[\w<>]+:\d+ - ` }),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
