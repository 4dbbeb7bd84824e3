import { headerFormat, type LineFormat, sticky } from './line-format';

/** The minute where it changes, else the seconds since the line before. */
export const kernelHuman: LineFormat = headerFormat({
	id: 'kernel-human',
	name: 'Linux kernel messages with times (dmesg -H, -T)',
	example: '[Nov24 12:00] usb 1-1: new high-speed USB device number 2',
	header: sticky(
		String.raw`\[(?:([A-Z][a-z]{2}[ ]?[ \d]\d \d\d:\d\d|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})|[ ]+\+\d+\.\d+)\] `
	),
	fields: ([, time = '']) => ({ time, source: 'kernel' })
});
