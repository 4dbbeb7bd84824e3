import { DATED_TIME, headerFormat, type LineFormat, sticky } from './line-format';

export const kernelLevels: LineFormat = headerFormat({
	id: 'kernel-levels',
	name: 'Linux kernel messages with levels (dmesg -x)',
	example: 'kern  :err   : [   12.250000] ata1.00: status: { DRDY ERR }',
	gate: sticky(String.raw`(?:kern|user|daemon|syslog|auth|authpriv) *:\w+ *: \[`),
	header: sticky(
		String.raw`(?:kern|user|daemon|syslog|auth|authpriv) *:(\w+) *: \[(?: *\d+\.\d+|(${DATED_TIME})|([^\]\r\n]{1,32}))\] `
	),
	fields: ([, level = '', time = '']) => ({ time, level, source: 'kernel' })
});
