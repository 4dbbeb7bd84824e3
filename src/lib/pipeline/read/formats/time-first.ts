import {
	ANY_LEVEL,
	ASIDE,
	BETWEEN,
	EPOCH_TIME,
	headerFormat,
	LEVEL,
	NO_FIRST_WORD,
	type LineFormat,
	sticky,
	STRICT_TIME,
	TIME_OF_DAY,
	timed
} from './line-format';

/** A level in brackets, padded or a single letter; bare; a letter before a colon. Groups: the three of them. */
const LEVEL_FIELD = String.raw`(?:[[(<{] *(${ANY_LEVEL}|[DIWEFVTCN])(?::\w+)? *[\])>}]|${NO_FIRST_WORD}(${ANY_LEVEL})(?=[^\w.]|$)|([DIWEFVTCN])(?=: ))`;
const LEVEL_END = String.raw`(?:${BETWEEN}|:|(?=[\r\n]|$))`;

/** What many programs of their own write: a time, perhaps a level, and the message. */
export const timeFirst: LineFormat = headerFormat({
	id: 'time-first',
	name: 'Time, then level and message',
	example: '2026-11-24 12:00:01 [WARN] Stock is low',
	// A thread may stand before the level; where it is glued to the time, it has to be a level.
	header: timed({
		before: String.raw`[[(<]?`,
		time: STRICT_TIME,
		after: String.raw`[\])>]?:?(?:(?:${BETWEEN})(?:(?:${ASIDE} *){0,2}?${LEVEL_FIELD}${LEVEL_END})?|[-=/>](?:(${LEVEL}))[-=/>]|(?=[\r\n]|$))`
	}),
	fields: ([, time = '', bracketed, bare, letter, glued = '']) => ({
		time,
		level: bracketed ?? bare ?? letter ?? glued
	})
});

/** The same with a time of day, which is no time, or seconds since the epoch: only with a level. */
export const clockFirst: LineFormat = headerFormat({
	id: 'clock-first',
	name: 'Time of day or epoch, then level and message',
	example: '12:00:01.250 [WARN] Stock is low',
	header: sticky(
		String.raw`[[(<]?(?:${TIME_OF_DAY}|(${EPOCH_TIME}))[\])>]?:?(?:${BETWEEN})(?:${ASIDE} *){0,2}?${LEVEL_FIELD}${LEVEL_END}`
	),
	fields: ([, time = '', bracketed, bare, letter = '']) => ({
		time,
		level: bracketed ?? bare ?? letter
	})
});

/** Seconds since the epoch and the message, as small daemons write them. */
export const epochFirst: LineFormat = headerFormat({
	id: 'epoch-first',
	name: 'Epoch, then the message',
	example: '1795521601: The broker is starting',
	header: sticky(String.raw`(?:\[(${EPOCH_TIME})\]:?|(${EPOCH_TIME})(?::|(?=[ \t])))[ \t]+(?=\D)`),
	fields: ([, bracketed, bare = '']) => ({ time: bracketed ?? bare })
});
