import { headerFormat, sticky, type LineFormat } from './line-format';

/** `dmesg`: seconds since the start, which is no time of day. */
export const kernelRing: LineFormat = headerFormat({
	id: 'kernel-ring',
	name: 'Linux kernel messages (dmesg)',
	example: '[   12.250000] usb 1-1: new high-speed USB device number 2',
	header: sticky(String.raw`(?:<(\d{1,3})>)?\[ *\d+\.\d{6}\] `),
	fields: ([, priority]) => ({
		level: priority === undefined ? '' : String(Number(priority) % 8),
		source: 'kernel'
	})
});
