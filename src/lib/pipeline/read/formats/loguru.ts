import { DATED_TIME, headerFormat, type LineFormat, sticky } from './line-format';

/** Python's Loguru: module, function and line. */
export const loguru: LineFormat = headerFormat({
	id: 'loguru',
	name: 'Loguru',
	example: '2026-11-24 12:00:01.250 | ERROR    | shop.cart:order:41 - The order failed',
	header: sticky(String.raw`(${DATED_TIME}) \| *(\w+) *\| (?:\S+ \| )?([\w.<>-]+):[\w<>]+:\d+ - `),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
