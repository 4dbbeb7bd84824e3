import { headerFormat, LEVEL, type LineFormat, timed } from './line-format';

/** Play's layout: level, logger and message, two blanks behind each. */
export const play: LineFormat = headerFormat({
	id: 'play',
	name: 'Play framework',
	example: '2026-11-24 12:00:01 WARN  play.api.Cart  The stock is low',
	header: timed({ after: String.raw` (${LEVEL})  ?([a-z]\w*(?:\.[\w$]+)*)  (?=\S|[\r\n]|$)` }),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
