import { ANY_LEVEL, DATED_TIME, headerFormat, type LineFormat, sticky } from './line-format';

export const cbs: LineFormat = headerFormat({
	id: 'cbs',
	name: 'Windows servicing (CBS, DISM)',
	example: '2026-11-24 12:00:01, Error                 CBS    Failed to load the driver',
	header: sticky(String.raw`(${DATED_TIME}), (${ANY_LEVEL}) {2,}([A-Z]\w*) +`),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
