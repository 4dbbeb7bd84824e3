import { headerFormat, sticky, type LineFormat } from './line-format';

/** Process, date and time glued by colons. */
export const zabbix: LineFormat = headerFormat({
	id: 'zabbix',
	name: 'Zabbix',
	example: ' 4711:20261124:120001.250 cannot connect to [192.0.2.7]: connection refused',
	header: sticky(String.raw` *\d{1,10}:(\d{8}:\d{6}\.\d{3}) `),
	fields: ([, time = '']) => ({ time })
});
