import { headerFormat, type LineFormat, timed } from './line-format';

/** Time and place in the source on one line, the message on the lines below. Its numbers are of detail rather than of harm. */
export const samba: LineFormat = headerFormat({
	id: 'samba',
	name: 'Samba',
	example:
		'[2026/11/24 12:00:01.250000,  0] ../source3/smbd/server.c:1784(main)\n  The share is gone',
	header: timed({
		before: String.raw`\[`,
		after: String.raw`, {1,3}\d{1,2}(?:, [^\]\r\n]{1,200})?\] [\w./-]{1,200}:\d+\([\w:~]+\)[ \t]*(?=[\r\n]|$)`
	}),
	open: true,
	fields: ([, time = '']) => ({ time })
});
