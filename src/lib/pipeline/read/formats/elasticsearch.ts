import { headerFormat, LEVEL, type LineFormat, timed } from './line-format';

/** Level and logger are padded inside their brackets. */
export const elasticsearch: LineFormat = headerFormat({
	id: 'elasticsearch',
	name: 'Elasticsearch or OpenSearch',
	example:
		'[2026-11-24T12:00:01,250][WARN ][o.e.c.InternalClusterInfo] [node-1] disk usage exceeded',
	header: timed({
		before: String.raw`\[`,
		after: String.raw`\] ?\[(${LEVEL}) *\] ?(?:\[[^\].\r\n]{0,64}\] ?(?=\[[\w$]+(?:\.[\w$]+)+ *\]))?\[([\w.$]+) *\] ?`
	}),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
