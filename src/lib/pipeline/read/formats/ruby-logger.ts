import { headerFormat, sticky, type LineFormat } from './line-format';

/** Ruby's `Logger`, as Rails uses it in production. */
export const rubyLogger: LineFormat = headerFormat({
	id: 'ruby-logger',
	name: 'Ruby or Rails logger',
	example: 'I, [2026-11-24T12:00:01.250000 #4711]  INFO -- shop: Completed 200 OK in 12ms',
	header: sticky(
		String.raw`[DIWEFA], \[(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+) #\d+\] +(DEBUG|INFO|WARN|ERROR|FATAL|ANY) -- ([^:\r\n]*): `
	),
	fields: ([, time = '', level = '', source = '']) => ({
		time,
		level: level === 'ANY' ? '' : level,
		source
	})
});
