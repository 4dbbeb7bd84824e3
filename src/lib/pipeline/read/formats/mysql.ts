import { headerFormat, sticky, type LineFormat } from './line-format';

/** The error log of MySQL 5.7 and later and of MariaDB. */
export const mysql: LineFormat = headerFormat({
	id: 'mysql',
	name: 'MySQL or MariaDB error log',
	example:
		'2026-11-24T12:00:01.250000Z 12 [Warning] [MY-010055] [Server] IP address could not be resolved',
	header: sticky(
		String.raw`(\d{4}-\d\d-\d\d[T ] ?\d{1,2}:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?(?= \d+ \[)|\d{6} [ \d]\d:\d\d:\d\d)(?: \d+)? \[(System|Note|Warning|ERROR|Error)\] (?:\[MY-\d+\] )?(?:\[(\w+)\] )?`
	),
	fields: ([, time = '', level = '', source = '']) => ({
		time,
		level: level === 'System' || level === 'Note' ? 'info' : level,
		source
	})
});
