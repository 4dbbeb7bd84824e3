import { headerFormat, sticky, type LineFormat } from './line-format';

/** Common and combined log format. The message is the request with its status, as rules know it. */
export const accessLog: LineFormat = headerFormat({
	id: 'access-log',
	name: 'Web access log (Apache, nginx)',
	example: '192.0.2.7 - - [24/Nov/2026:12:00:01 +0000] "GET / HTTP/1.1" 200 512 "-" "curl/8.5"',
	header: sticky(
		String.raw`[\w.:-]+ \S+ [^[\]\r\n"]{1,128}\[(\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] (?=")`
	),
	fields: ([, time = '']) => ({ time })
});
