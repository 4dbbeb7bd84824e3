import { headerFormat, type LineFormat, statusLevel, sticky } from './line-format';

export const squid: LineFormat = headerFormat({
	id: 'squid',
	name: 'Squid proxy',
	example:
		'1795521601.250    120 192.0.2.7 TCP_MISS/503 2750 GET http://shop.example/ - HIER_DIRECT/198.51.100.9 text/html',
	header: sticky(String.raw`(\d{10}\.\d{3}) +-?\d+ (?=\S+ [A-Z_]+\/(\d{3}) )`),
	fields: ([, time = '', status = '']) => ({ time, level: statusLevel(status) })
});
