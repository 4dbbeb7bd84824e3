import {
	ANY_LEVEL,
	ASIDE,
	BETWEEN,
	STRICT_TIME,
	headerFormat,
	sticky,
	type LineFormat
} from './line-format';

const THREAD = String.raw`(?:\[[^\]\d\r\n][^\]\r\n]{0,63}\] *)?`;
/** A name with points, or the source file with its line. */
const LOGGER = String.raw`(?:([\w$]+(?:\.[\w$]+)+)(?:: | - )|([\w$]+)\.(?:java|scala|kt|groovy):\d+ - )?`;
const WITH_TIME = String.raw`[[(<]? *(${ANY_LEVEL}) *[\])>]?(?:${BETWEEN})?${THREAD}[[(]?(${STRICT_TIME})[\])]?(?: *-+> | ?:? ?(?:${BETWEEN})|(?=[\r\n]|$))(?:${ASIDE} *)?${LOGGER}`;
const WITHOUT = String.raw`(?:[[(<] *(${ANY_LEVEL}) *[\])>]|(${ANY_LEVEL})(?=:| +[-|[]))(?:[ \t]*[:|-])?[ \t]*`;

/** A level, perhaps a thread and a time, and the message. */
export const levelFirst: LineFormat = headerFormat({
	id: 'level-first',
	name: 'Level, then time and message',
	example: '[WARN] 2026-11-24 12:00:01: Stock is low',
	gate: sticky(String.raw`[[(<]? *${ANY_LEVEL}`),
	header: sticky(`(?:${WITH_TIME}|${WITHOUT})`),
	fields: ([, timed, time = '', logger, file = '', bracketed, bare = '']) => ({
		time,
		level: timed ?? bracketed ?? bare,
		source: logger ?? file
	})
});
