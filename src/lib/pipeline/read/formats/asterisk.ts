import { headerFormat, LEVEL, type LineFormat, timed } from './line-format';

/** Level with thread and call, then the source file, perhaps with line and function. */
export const asterisk: LineFormat = headerFormat({
	id: 'asterisk',
	name: 'Asterisk',
	example: '[Nov 24 12:00:01] NOTICE[4711][C-00000017] chan_sip.c: The peer is reachable again',
	header: timed({
		before: String.raw`\[`,
		after: String.raw`\] (${LEVEL}|VERBOSE|DTMF|SECURITY)\[\d+\](?:\[C-[\da-f]+\])?:? ([\w-]+)\.c(?:xx)?:(?:\d+ \w+:)? ?`
	}),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
