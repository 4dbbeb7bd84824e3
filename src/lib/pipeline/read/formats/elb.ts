import { headerFormat, ISO_TIME, type LineFormat, statusLevel, sticky } from './line-format';

/** Application and classic load balancers; the level is that of the status. */
export const elb: LineFormat = headerFormat({
	id: 'elb',
	name: 'AWS load balancer (ALB, ELB)',
	example:
		'2026-11-24T12:00:01.250000Z shop-lb 192.0.2.7:2817 198.51.100.9:80 0.1 0.2 0.1 503 503 0 29 "GET http://shop.example:80/ HTTP/1.1" "curl/8.5" - -',
	header: sticky(
		String.raw`(?:(?:https?|h2|wss?|grpcs?|tls) )?(${ISO_TIME}) ([\w./-]+) (?=[\w.:]+:\d+ (?:[\w.:]+:\d+|-) -?[\d.]+ -?[\d.]+ -?[\d.]+ (\d{3}|-) )`
	),
	fields: ([, time = '', source = '', status = '']) => ({
		time,
		level: statusLevel(status),
		source
	})
});
