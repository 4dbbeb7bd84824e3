import { headerFormat, LEVEL, type LineFormat, timed } from './line-format';

export const salt: LineFormat = headerFormat({
	id: 'salt',
	name: 'Salt',
	example:
		'2026-11-24 12:00:01,250 [salt.minion      :1147][ERROR   ][4711] The master did not answer',
	header: timed({ after: String.raw` +\[([\w.]+) *(?::\d+) *\] ?\[(${LEVEL}) *\](?:\[\d+\])? ` }),
	fields: ([, time = '', source = '', level = '']) => ({ time, level, source })
});
