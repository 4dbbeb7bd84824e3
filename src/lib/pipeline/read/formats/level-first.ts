import { ANY_LEVEL, headerFormat, ISO_TIME, sticky, type LineFormat } from './line-format';

/** A level, perhaps a time, and the message. */
export const levelFirst: LineFormat = headerFormat({
	id: 'level-first',
	name: 'Level, then time and message',
	example: '[WARN] 2026-11-24 12:00:01: Stock is low',
	header: sticky(
		String.raw`(?:[[(<](${ANY_LEVEL})[\])>]|(${ANY_LEVEL})(?=:| +[-|[]| +\d{4}-))(?:[ \t]*[:|-])?[ \t]*(?:\[?(${ISO_TIME})\]?(?:[:,]| -| \|)?[ \t]+)?`
	),
	fields: ([, bracketed, bare = '', time = '']) => ({ time, level: bracketed ?? bare })
});
