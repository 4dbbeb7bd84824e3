import { headerFormat, type LineFormat, timed } from './line-format';

/** Program, library and level behind the name of the device. */
export const iosSyslog: LineFormat = headerFormat({
	id: 'ios-syslog',
	name: 'iOS device log',
	example: 'Nov 24 12:00:01 iPhone locationd(CoreLocation)[66] <Error>: could not fetch the list',
	header: timed({ after: String.raw` [\w.-]+ ([^\s([\]:]+)(?:\([^)\r\n]*\))?\[\d+\] <(\w+)>: ` }),
	fields: ([, time = '', source = '', level = '']) => ({ time, level, source })
});
