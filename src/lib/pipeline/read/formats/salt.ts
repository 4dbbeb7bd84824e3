import { DATED_TIME, headerFormat, LEVEL, type LineFormat, sticky } from './line-format';

export const salt: LineFormat = headerFormat({
	id: 'salt',
	name: 'Salt',
	example:
		'2026-11-24 12:00:01,250 [salt.minion      :1147][ERROR   ][4711] The master did not answer',
	header: sticky(
		String.raw`(${DATED_TIME}) +\[([\w.]+) *(?::\d+) *\] ?\[(${LEVEL}) *\](?:\[\d+\])? `
	),
	fields: ([, time = '', source = '', level = '']) => ({ time, level, source })
});
