import { headerFormat, LEVEL, type LineFormat, timed } from './line-format';

/** Tomcat's formatter of one line: time, level, thread, class with method. */
export const tomcat: LineFormat = headerFormat({
	id: 'tomcat',
	name: 'Tomcat (one line)',
	example:
		'24-Nov-2026 12:00:01.250 WARNING [main] org.apache.catalina.core.StandardContext.reload The stock is low',
	header: timed({ after: String.raw` (${LEVEL}) \[[^\]\r\n]*\] ([\w$]+(?:\.[\w$<>]+)+) ` }),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
