import { headerFormat, type LineFormat, timed } from './line-format';

/** PostgreSQL's `stderr` log with the usual prefixes (`%m [%p] %u@%d`). */
export const postgresql: LineFormat = headerFormat({
	id: 'postgresql',
	name: 'PostgreSQL',
	example: '2026-11-24 12:00:01.250 UTC [4711] shop@shop ERROR:  relation "cart" does not exist',
	// time [pid]: [line] user=,db=, or user@database, in any order that is usual
	header: timed({
		after: String.raw`(?: \[[\d-]+\]:?| \d+)(?:[ :]\[?\d+-\d+\]?:?)? ?(?:([\w.-]*@[\w.-]*)|(?:\w+=[^,\s]*,? ?)*|[\w.:-]+(?:\(\d+\))?(?: [\w.-]+){0,2}) ?(PANIC|FATAL|ERROR|WARNING|NOTICE|LOG|INFO|DEBUG\d?|STATEMENT|DETAIL|HINT|CONTEXT|QUERY): +`
	}),
	fields: ([, time = '', source = '', level = '']) => ({
		time,
		level: /^(?:STATEMENT|DETAIL|HINT|CONTEXT|QUERY)$/.test(level)
			? 'INFO'
			: level.replace(/\d$/, ''),
		source
	})
});
