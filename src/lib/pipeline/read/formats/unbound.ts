import { EPOCH_TIME, headerFormat, sticky, type LineFormat } from './line-format';

/** Seconds since the epoch, program with process and thread, level in small letters. */
export const unbound: LineFormat = headerFormat({
	id: 'unbound',
	name: 'Unbound or NSD',
	example: '[1795521601] unbound[4711:0] error: could not bind socket: Address already in use',
	header: sticky(
		String.raw`\[(${EPOCH_TIME})\] ([\w.-]+)\[\d+(?::\w+)?\]:? (?:(fatal error|error|warning|notice|info|debug|query|reply): )?`
	),
	fields: ([, time = '', source = '', level = '']) => ({
		time,
		source,
		level: level === 'fatal error' ? 'fatal' : level
	})
});
