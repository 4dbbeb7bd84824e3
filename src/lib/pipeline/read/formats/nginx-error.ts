import { headerFormat, sticky, type LineFormat } from './line-format';

export const nginxError: LineFormat = headerFormat({
	id: 'nginx-error',
	name: 'nginx error log',
	example:
		'2026/11/24 12:00:01 [error] 4711#4711: *90 open() "/srv/www/a.png" failed (2: No such file or directory)',
	header: sticky(
		String.raw`(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d) \[(emerg|alert|crit|error|warn|notice|info|debug)\] \d+#\d+: (?:\*\d+ )?`
	),
	fields: ([, time = '', level = '']) => ({ time, level })
});
