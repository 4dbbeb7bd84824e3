import { headerFormat, type LineFormat, sticky } from './line-format';

/** The default fields; the start of the window is the time. */
export const vpcFlow: LineFormat = headerFormat({
	id: 'vpc-flow',
	name: 'AWS VPC flow log',
	example:
		'2 123456789012 eni-1235b8ca123456789 192.0.2.7 198.51.100.9 20641 22 6 20 4249 1795521601 1795521661 ACCEPT OK',
	header: sticky(
		String.raw`(?=[2-8] \d{12} (eni-[\da-f]+) (?:[\da-f.:]+|-) (?:[\da-f.:]+|-) (?:(?:\d+|-) ){5}(\d{10}) \d{10} (ACCEPT|REJECT|-) )`
	),
	fields: ([, source = '', time = '', action = '']) => ({
		time,
		level: action === 'REJECT' ? 'warning' : '',
		source
	})
});
