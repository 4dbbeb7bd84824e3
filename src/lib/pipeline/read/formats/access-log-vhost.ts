import { headerFormat, sticky, type LineFormat } from './line-format';

/** Combined log format behind the name of the site that was asked, as Debian's `vhost_combined`. */
export const accessLogVhost: LineFormat = headerFormat({
	id: 'access-log-vhost',
	name: 'Web access log with the site’s name',
	example:
		'shop.example:443 192.0.2.7 - - [24/Nov/2026:12:00:01 +0000] "GET / HTTP/1.1" 200 512 "-" "curl/8.5"',
	header: sticky(
		String.raw`([\w.-]+(?::\d{1,5})?) [\w.:-]+ \S+ [^[\]\r\n" ]{1,128} \[(\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] (?=")`
	),
	fields: ([, source = '', time = '']) => ({ time, source })
});
