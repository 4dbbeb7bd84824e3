import { ANY_LEVEL, headerFormat, type LineFormat, timed } from './line-format';

export const cbs: LineFormat = headerFormat({
	id: 'cbs',
	name: 'Windows servicing (CBS, DISM)',
	example: '2026-11-24 12:00:01, Error                 CBS    Failed to load the driver',
	header: timed({ after: String.raw`, (${ANY_LEVEL}) {2,}([A-Z]\w*) +` }),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
