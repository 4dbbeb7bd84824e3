import { headerFormat, sticky, type LineFormat } from './line-format';

/** oslo.log of the OpenStack services; collected files have the file's name in front. */
export const openstack: LineFormat = headerFormat({
	id: 'openstack',
	name: 'OpenStack',
	example:
		'2026-11-24 12:00:01.250 4711 INFO nova.compute.manager [req-1a2b - - - - -] [instance: 7f] VM Started',
	// [file] time pid level logger [request]
	header: sticky(
		String.raw`(?:\S+\.log\S* )?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}) \d+ (CRITICAL|ERROR|WARNING|INFO|DEBUG|TRACE|AUDIT) ([\w.]+) (?:\[(?:req-[^\]\r\n]*|-|None[^\]\r\n]*)\] )?`
	),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
