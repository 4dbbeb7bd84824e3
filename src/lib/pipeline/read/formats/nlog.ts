import { ANY_LEVEL, headerFormat, type LineFormat, timed } from './line-format';

export const nlog: LineFormat = headerFormat({
	id: 'nlog',
	name: 'NLog or Serilog with bars',
	example: '2026-11-24 12:00:01.2500|ERROR|Shop.Cart|The stock is gone',
	header: timed({ after: String.raw`\|(?:\d+\|)?(${ANY_LEVEL})\|([\w.+\x60$<>-]+)\|` }),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
