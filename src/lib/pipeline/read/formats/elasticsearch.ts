import { DATED_TIME, headerFormat, LEVEL, type LineFormat, sticky } from './line-format';

/** Level and logger are padded inside their brackets. */
export const elasticsearch: LineFormat = headerFormat({
	id: 'elasticsearch',
	name: 'Elasticsearch or OpenSearch',
	example:
		'[2026-11-24T12:00:01,250][WARN ][o.e.c.InternalClusterInfo] [node-1] disk usage exceeded',
	header: sticky(
		String.raw`\[(${DATED_TIME})\] ?\[(${LEVEL}) *\] ?(?:\[[^\].\r\n]{0,64}\] ?(?=\[[\w$]+(?:\.[\w$]+)+ *\]))?\[([\w.$]+) *\] ?`
	),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
