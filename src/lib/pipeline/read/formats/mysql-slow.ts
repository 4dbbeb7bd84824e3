import { headerFormat, type LineFormat, timed } from './line-format';

/** The slow query log of MySQL and MariaDB: who, how long and what on the lines below the time. */
export const mysqlSlow: LineFormat = headerFormat({
	id: 'mysql-slow',
	name: 'MySQL or MariaDB slow query log',
	example:
		'# Time: 2026-11-24T12:00:01.250000Z\n# Query_time: 11.517423  Lock_time: 0.000074\nselect count(*) from cart;',
	header: timed({ before: String.raw`# Time: `, after: String.raw`[ \t]*(?=[\r\n]|$)` }),
	open: true,
	fields: ([, time = '']) => ({ time, source: 'mysqld' })
});
