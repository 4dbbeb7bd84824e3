import { headerFormat, LEVEL, type LineFormat, timed } from './line-format';

/** A logger with points in its name in brackets behind the level; what has none is a thread. */
export const bracketedLogger: LineFormat = headerFormat({
	id: 'bracketed-logger',
	name: 'Level, then the logger in brackets',
	example: '2026-11-24 12:00:01.250+0000 WARN  [c.e.shop.Cart] The stock is low',
	header: timed({
		after: String.raw` (${LEVEL}) +\[([A-Za-z][\w$]*(?:\.[\w$]+)+)\] +(?![\w.$]+ - |[\w.$]+: )`
	}),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
