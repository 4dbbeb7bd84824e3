import { DATED_TIME, headerFormat, LEVEL, sticky, type LineFormat } from './line-format';

/** A logger with points in its name in brackets behind the level; what has none is a thread. */
export const bracketedLogger: LineFormat = headerFormat({
	id: 'bracketed-logger',
	name: 'Level, then the logger in brackets',
	example: '2026-11-24 12:00:01.250+0000 WARN  [c.e.shop.Cart] The stock is low',
	header: sticky(
		String.raw`(${DATED_TIME}) (${LEVEL}) +\[([A-Za-z][\w$]*(?:\.[\w$]+)+)\] +(?![\w.$]+ - |[\w.$]+: )`
	),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
