import { DATED_TIME, headerFormat, type LineFormat, statusLevel, sticky } from './line-format';

/** The HTTP log, by itself or in syslog. */
export const haproxy: LineFormat = headerFormat({
	id: 'haproxy',
	name: 'HAProxy',
	example:
		'Nov 24 12:00:01 lb1 haproxy[4711]: 192.0.2.7:2817 [24/Nov/2026:12:00:01.250] front back/web1 0/0/1/2/3 503 217 - - ---- 1/1/0/0/0 0/0 "GET / HTTP/1.1"',
	gate: sticky(String.raw`(?=[^\r\n]{0,160}?:\d+ \[)`),
	header: sticky(
		String.raw`(?:(?:<\d{1,3}>)?${DATED_TIME} (?:[\w.-]+ )?)?(?:haproxy\[\d+\]: )?[\w.:]+:\d+ \[(${DATED_TIME})\] (?=\S+ (\S+) (?:[-+]?\d+\/)+[-+]?\d+ (\d{3}|-1) )`
	),
	fields: ([, time = '', source = '', status = '']) => ({
		time,
		level: statusLevel(status),
		source
	})
});
