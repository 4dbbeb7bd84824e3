import { headerFormat, sticky, type LineFormat } from './line-format';

/** The event log of Blue Gene machines: alert mark, epoch, date, node, time, node, type, component, level. */
export const bgl: LineFormat = headerFormat({
	id: 'bgl',
	name: 'Blue Gene event log',
	example:
		'- 1795521601 2026.11.24 R02-M1-N0 2026-11-24-12.00.01.250000 R02-M1-N0 RAS KERNEL INFO parity error corrected',
	header: sticky(
		String.raw`[\w-]+ (\d{9,11}) \d{4}\.\d\d\.\d\d \S+ \d{4}-\d\d-\d\d-\S+ \S+ \S+ (\S+) (\w+) `
	),
	fields: ([, time = '', source = '', level = '']) => ({ time, level, source })
});
