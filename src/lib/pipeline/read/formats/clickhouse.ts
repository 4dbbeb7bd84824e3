import { headerFormat, type LineFormat, timed } from './line-format';

/** Thread, query and level each in brackets of its own kind, then the component. */
export const clickhouse: LineFormat = headerFormat({
	id: 'clickhouse',
	name: 'ClickHouse',
	example:
		'2026.11.24 12:00:01.250000 [ 4711 ] {7f2a} <Error> executeQuery: Code: 60. The table is unknown',
	header: timed({
		after: String.raw` \[ *\d+ *\] \{[^}\r\n]*\} <(\w+)> (?:([^\s:][^:\r\n]{0,63}): )?`
	}),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
