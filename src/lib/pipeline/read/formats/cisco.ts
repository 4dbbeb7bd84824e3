import { DATED_TIME, headerFormat, type LineFormat, sticky } from './line-format';

/** Sequence number and marks of an unset clock may be ahead; the level is the number in the mnemonic, which is part of the message. */
export const cisco: LineFormat = headerFormat({
	id: 'cisco',
	name: 'Cisco IOS or ASA',
	example: 'Nov 24 2026 12:00:01 fw1 : %ASA-4-106023: Deny tcp src outside:192.0.2.7',
	gate: sticky(String.raw`(?=[^\r\n%]*%[A-Z])`),
	header: sticky(
		String.raw`(?:<\d{1,3}>)?(?:\d+: )?(?:[\w.-]+: )?[*.]?(${DATED_TIME})(?: ([\w.-]+))?(?: ?:)? (?:\d+: )?(?:[*.]?${DATED_TIME}: )?(?=%([A-Z][\w-]*?)-(?:\d+-)?([0-7])-\w+: )`
	),
	fields: ([, time = '', host = '', facility = '', level = '']) => ({
		time,
		level,
		source: host || facility
	})
});
