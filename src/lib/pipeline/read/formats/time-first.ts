import {
	ANY_LEVEL,
	headerFormat,
	ISO_TIME,
	sticky,
	SYSLOG_TIME,
	type LineFormat
} from './line-format';

/** What many programs of their own write: a time, perhaps a level, and the message. */
export const timeFirst: LineFormat = headerFormat({
	id: 'time-first',
	name: 'Time, then level and message',
	example: '2026-11-24 12:00:01 [WARN] Stock is low',
	header: sticky(
		String.raw`\[?(${ISO_TIME}|${SYSLOG_TIME}(?: \d{4})?|[A-Z][a-z]{2} ${SYSLOG_TIME} \d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d\d:\d\d(?:[.,]\d{1,6})?(?: [AP]M)?)\]?:?(?: +- +| *\| *|[ \t]+|(?=\[))(?:[[(<]?(${ANY_LEVEL})[\])>]?(?: +- +| *\| *|[:,]? +|(?=\[)|:|(?=[\r\n]|$)))?`
	),
	fields: ([, time = '', level = '']) => ({ time, level })
});
