import { headerFormat, type LineFormat, timed } from './line-format';

const LEVELS: Record<string, string> = {
	CRASH: 'error',
	SUPERVISOR: 'error',
	PROGRESS: 'info'
};

/** Reports of Erlang's SASL: the head names kind and time, the report is on the lines below. */
export const erlangReport: LineFormat = headerFormat({
	id: 'erlang-report',
	name: 'Erlang reports (SASL)',
	example: '=ERROR REPORT==== 24-Nov-2026::12:00:01 ===\n** Generic server cart terminating',
	header: timed({
		before: String.raw`=(ERROR|WARNING|INFO|CRASH|SUPERVISOR|PROGRESS|NOTICE) REPORT==== `,
		after: String.raw` =+[ \t]*(?=[\r\n]|$)`
	}),
	open: true,
	fields: ([, kind = '', time = '']) => ({ time, level: LEVELS[kind] ?? kind })
});
