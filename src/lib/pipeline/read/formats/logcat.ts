import { headerFormat, sticky, type LineFormat } from './line-format';

/** Android's `logcat -v threadtime`, also with the year or the user. */
export const logcat: LineFormat = headerFormat({
	id: 'logcat',
	name: 'Android logcat',
	example: '11-24 12:00:01.250  1702  2395 W ActivityManager: Slow operation: 120ms',
	header: sticky(
		String.raw`((?:\d{4}-)?\d\d-\d\d \d\d:\d\d:\d\d\.\d{3,6}) +(?:\w+ +)?\d+ +\d+ ([VDIWEFA]) ([^:\r\n]*?) *: ?`
	),
	fields: ([, time = '', level = '', source = '']) => ({
		time,
		level: level === 'A' ? 'F' : level,
		source
	})
});
