import { DATED_TIME, headerFormat, type LineFormat, sticky, timed } from './line-format';

/** `A` asserts: fatal. */
const levelOf = (letter: string): string => (letter === 'A' ? 'F' : letter);

/** Android's `logcat -v threadtime`, also with the year, the user or an epoch. */
export const logcat: LineFormat = headerFormat({
	id: 'logcat',
	name: 'Android logcat',
	example: '11-24 12:00:01.250  1702  2395 W ActivityManager: Slow operation: 120ms',
	header: sticky(
		String.raw`((?:\d{4}-)?\d\d-\d\d \d\d:\d\d:\d\d\.\d{3,6}(?: [+-]\d{4})?|\d{10}\.\d{3}) +(?:\w+ +)?\d+ +\d+ ([VDIWEFA]) ([^:\r\n]*?) *: ?`
	),
	fields: ([, time = '', letter = '', source = '']) => ({ time, level: levelOf(letter), source })
});

/** `logcat -v brief`, `-v tag` and `-v time`. */
export const logcatBrief: LineFormat = headerFormat({
	id: 'logcat-brief',
	name: 'Android logcat (brief or time)',
	example: 'W/ActivityManager( 1702): Slow operation: 120ms',
	gate: sticky(String.raw`(?=[^\r\n]{0,80}?[VDIWEFA]\/)`),
	header: sticky(
		String.raw`(?:(${DATED_TIME}) +)?([VDIWEFA])\/([^\r\n(:]{1,64}?) *(?:\( *\d+\))?: ?`
	),
	fields: ([, time = '', letter = '', source = '']) => ({ time, level: levelOf(letter), source })
});

/** `logcat -v long`: the message is on the lines below the head. */
export const logcatLong: LineFormat = headerFormat({
	id: 'logcat-long',
	name: 'Android logcat (long)',
	example: '[ 11-24 12:00:01.250  1702: 2395 W/ActivityManager ]\nSlow operation: 120ms',
	header: timed({
		before: String.raw`\[ `,
		after: String.raw` +\d+: *\d+ ([VDIWEFA])\/([^\r\n]*?) *\][ \t]*(?=[\r\n]|$)`
	}),
	open: true,
	fields: ([, time = '', letter = '', source = '']) => ({ time, level: levelOf(letter), source })
});

/** The panel of Android Studio: process and thread, tag and package in columns, then the letter. */
export const logcatStudio: LineFormat = headerFormat({
	id: 'logcat-studio',
	name: 'Android Studio’s Logcat',
	example:
		'2026-11-24 12:00:01.250  4711-4733  ShopCart                com.example.shop                     W  The stock is low',
	header: sticky(
		String.raw`(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}) +\d+-\d+ +(\S[^\r\n]{0,63}?) +[\w.:-]+ +([VDIWEFA])  `
	),
	fields: ([, time = '', source = '', letter = '']) => ({ time, level: levelOf(letter), source })
});
