import { headerFormat, ISO_TIME, LEVEL, sticky, type LineFormat } from './line-format';

/** The layouts that Java programs use most: level and thread in either order, then the logger. */
export const log4j: LineFormat = headerFormat({
	id: 'log4j',
	name: 'Java (log4j, logback)',
	example: '2026-11-24 12:00:01,250 INFO  [main] com.example.shop.Cart - 3 items added',
	// time [thread] level [thread] logger - message, or logger: message
	header: sticky(
		String.raw`\[?(${ISO_TIME}|\d\d:\d\d:\d\d[.,]\d{3})\]? (?:\[[^\]\r\n]*\] )?\[?(${LEVEL})\b ?\]? *(?:\[[^\]\r\n]*\] )?\(?([\w$./@-]+)\)?(?:\[[^\]\r\n]*\])?(?: - |: | : )`
	),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
