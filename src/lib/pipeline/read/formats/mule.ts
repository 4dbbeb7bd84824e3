import { headerFormat, LEVEL, type LineFormat, timed } from './line-format';

/** MuleSoft's runtime: level and time, a thread with brackets in it, the event, the logger. */
export const mule: LineFormat = headerFormat({
	id: 'mule',
	name: 'Mule',
	example:
		'INFO  2026-11-24 12:00:01,250 [[MuleRuntime].uber.01: [shop].order @1] [processor: ; event: 17] org.example.Shop: The order is sent',
	header: timed({
		before: String.raw`(${LEVEL}) +`,
		after: String.raw` \[\[[^\r\n]{1,200}?\] (?:\[processor: [^\]\r\n]*\] )?([\w$]+(?:\.[\w$]+)+): `
	}),
	fields: ([, level = '', time = '', source = '']) => ({ time, level, source })
});
