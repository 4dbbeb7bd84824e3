import { headerFormat, type LineFormat, timed } from './line-format';

export const mongodb: LineFormat = headerFormat({
	id: 'mongodb',
	name: 'MongoDB before 4.4',
	example: '2026-11-24T12:00:01.250+0000 W  STORAGE  [initandlisten] The shutdown was unclean',
	header: timed({ after: String.raw` ([FEWID]\d?) +([A-Z_]+|-) +\[[^\]\r\n]+\] ` }),
	fields: ([, time = '', level = '', source = '']) => ({
		time,
		level: level.charAt(0),
		source: source === '-' ? '' : source
	})
});
