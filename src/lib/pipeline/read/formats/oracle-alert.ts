import { headerFormat, type LineFormat, STRICT_TIME, timed } from './line-format';

/** Oracle's alert log, and others whose time stands on a line of its own. */
export const oracleAlert: LineFormat = headerFormat({
	id: 'oracle-alert',
	name: 'Time on a line of its own (Oracle alert log)',
	example: '2026-11-24T12:00:01.250000+01:00\nThread 1 advanced to log sequence 17',
	header: timed({
		before: String.raw`\[?`,
		time: STRICT_TIME,
		after: String.raw`\]?[ \t]*(?=[\r\n]|$)`
	}),
	open: true,
	fields: ([, time = '']) => ({ time })
});
