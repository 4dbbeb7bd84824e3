import { headerFormat, type LineFormat, timed } from './line-format';

/** The columns of `log show`. */
export const macosLog: LineFormat = headerFormat({
	id: 'macos-log',
	name: 'macOS log show',
	example:
		'2026-11-24 12:00:01.250000+0100 0x2a1      Error       0x3b2                411    0    locationd: could not fetch the list',
	header: timed({ after: String.raw` 0x[\da-f]+ +(\w+) +0x[\da-f]+ +\d+ +\d+ +([^:\r\n]+?): ` }),
	fields: ([, time = '', level = '', source = '']) => ({
		time,
		level: level === 'Fault' ? 'critical' : level,
		source
	})
});
