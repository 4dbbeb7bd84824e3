import { headerFormat, sticky, type LineFormat } from './line-format';

/** Apache's error log, 2.2 (`[error]`) and 2.4 (`[core:error] [pid 7:tid 8]`). */
export const apacheError: LineFormat = headerFormat({
	id: 'apache-error',
	name: 'Apache error log',
	example:
		'[Tue Nov 24 12:00:01.250000 2026] [core:error] [pid 4711] [client 192.0.2.7:5050] AH00037: Symbolic link not allowed',
	header: sticky(
		String.raw`\[([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]?\d \d\d:\d\d:\d\d(?:\.\d{1,6})? \d{4})\] \[(?:([\w-]*):)?(emerg|alert|crit|error|warn|notice|info|debug|trace\d?)\] (?:\[pid \d+(?::tid \d+)?\] )?(?:\[client [^\]\r\n]+\] )?`
	),
	fields: ([, time = '', source = '', level = '']) => ({
		time,
		level: level.replace(/\d$/, ''),
		source
	})
});
