import { ANY_LEVEL, DATED_TIME, headerFormat, type LineFormat, sticky } from './line-format';

export const nlog: LineFormat = headerFormat({
	id: 'nlog',
	name: 'NLog or Serilog with bars',
	example: '2026-11-24 12:00:01.2500|ERROR|Shop.Cart|The stock is gone',
	header: sticky(String.raw`(${DATED_TIME})\|(?:\d+\|)?(${ANY_LEVEL})\|([\w.+\x60$<>-]+)\|`),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
