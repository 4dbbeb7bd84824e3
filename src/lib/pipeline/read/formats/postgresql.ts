import { headerFormat, sticky, type LineFormat } from './line-format';

/** PostgreSQL's `stderr` log with the usual prefixes (`%m [%p] %u@%d`). */
export const postgresql: LineFormat = headerFormat({
	id: 'postgresql',
	name: 'PostgreSQL',
	example: '2026-11-24 12:00:01.250 UTC [4711] shop@shop ERROR:  relation "cart" does not exist',
	header: sticky(
		String.raw`(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{3})? [A-Z]{3,4}) \[[\d-]+\](?: \[\d+-\d+\])? (?:([\w.-]*@[\w.-]*) )?(PANIC|FATAL|ERROR|WARNING|NOTICE|LOG|INFO|DEBUG\d?|STATEMENT|DETAIL|HINT|CONTEXT): +`
	),
	fields: ([, time = '', source = '', level = '']) => ({
		time,
		level: /^(?:STATEMENT|DETAIL|HINT|CONTEXT)$/.test(level) ? 'INFO' : level.replace(/\d$/, ''),
		source
	})
});
