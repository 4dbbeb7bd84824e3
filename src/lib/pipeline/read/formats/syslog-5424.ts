import { headerFormat, ISO_TIME, sticky, type LineFormat } from './line-format';

/** RFC 5424: version 1, structured data in brackets. */
export const syslog5424: LineFormat = headerFormat({
	id: 'syslog-5424',
	name: 'Syslog (RFC 5424)',
	example: '<165>1 2026-11-24T12:00:01.003Z web1.example app 4711 ID47 - The job has ended',
	// <priority>1 time host app process message-id structured-data
	header: sticky(
		String.raw`(?:\d{1,6} )?<(\d{1,3})>1 (${ISO_TIME}|-) (\S+) (\S+) \S+ \S+ (?:-|(?:\[(?:[^\]\\\r\n]|\\.)*\])+)(?: \uFEFF?|(?=[\r\n]|$))`
	),
	fields: ([, priority, time = '', host = '', app = '']) => ({
		time: time === '-' ? '' : time,
		level: String(Number(priority) % 8),
		source: app !== '-' ? app : host === '-' ? '' : host
	})
});
