import { STRICT_TIME, headerFormat, sticky, type LineFormat } from './line-format';

/** Oracle's alert log, and others whose time stands on a line of its own. */
export const oracleAlert: LineFormat = headerFormat({
	id: 'oracle-alert',
	name: 'Time on a line of its own (Oracle alert log)',
	example: '2026-11-24T12:00:01.250000+01:00\nThread 1 advanced to log sequence 17',
	header: sticky(String.raw`\[?(${STRICT_TIME})\]?[ \t]*(?=[\r\n]|$)`),
	open: true,
	fields: ([, time = '']) => ({ time })
});
