import { headerFormat, type LineFormat, timed } from './line-format';

/** RouterOS: topics apart by commas, of which the last that is a level says how bad it is. */
export const mikrotik: LineFormat = headerFormat({
	id: 'mikrotik',
	name: 'MikroTik RouterOS',
	example: 'nov/24/2026 12:00:01 system,error,critical login failure for user admin',
	header: timed({
		instead: String.raw`\d\d:\d\d:\d\d`,
		after: String.raw` ([a-z][a-z\d-]*)((?:,[!a-z][a-z\d-]*)*,(?:critical|error|warning|info|debug|packet|account|state|event|raw)(?:,[!a-z][a-z\d-]*)*) `
	}),
	fields: ([, time = '', source = '', topics = '']) => ({
		time,
		source,
		level:
			topics
				.split(',')
				.findLast((topic) => /^(?:critical|error|warning|info|debug)$/.test(topic)) ?? ''
	})
});
