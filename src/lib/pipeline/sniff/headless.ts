import { TimeReader } from '../read/time-reader';
import { knownRoles } from './column-meaning';

/** Records below the first one that are compared with it. */
const RECORDS_BELOW = 20;
/** Share of the cells below that are of a kind. */
const MOST = 0.8;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/**
 * Whether the first record of a table is a row, and names no columns: it has a time where times stand below, or a number
 * where numbers do. Names of two meanings outweigh a number: a column may be called `0`.
 */
export function startsWithRow([first = [], ...others]: readonly string[][]): boolean {
	const reader = new TimeReader({ zone: 'utc', reference: Date.now(), dayFirst: true });
	const isTime = (cell: string): boolean =>
		/\d/.test(cell) && !/^\d{1,8}$/.test(cell) && !Number.isNaN(reader.read(cell));
	const isNumber = (cell: string): boolean => NUMBER.test(cell);
	const below = others.slice(0, RECORDS_BELOW);
	const goesOn = (column: number, test: (cell: string) => boolean, alone: boolean): boolean => {
		const cells = below.map((row) => (row[column] ?? '').trim()).filter((cell) => cell !== '');
		return cells.length === 0 ? alone : cells.filter(test).length >= cells.length * MOST;
	};
	const cells = first.map((cell) => cell.trim());
	if (cells.some((cell, at) => isTime(cell) && goesOn(at, isTime, below.length === 0))) return true;
	return (
		knownRoles(first) < 2 && cells.some((cell, at) => isNumber(cell) && goesOn(at, isNumber, false))
	);
}

/** PostgreSQL's `csvlog`, which never has a header; older servers write the first 23 or 24. */
const POSTGRESQL = [
	'log_time',
	'user_name',
	'database_name',
	'process_id',
	'connection_from',
	'session_id',
	'session_line_num',
	'command_tag',
	'session_start_time',
	'virtual_transaction_id',
	'transaction_id',
	'error_severity',
	'sql_state_code',
	'message',
	'detail',
	'hint',
	'internal_query',
	'internal_query_pos',
	'context',
	'query',
	'query_pos',
	'location',
	'application_name',
	'backend_type',
	'leader_pid',
	'query_id'
];
const POSTGRESQL_MIN_COLUMNS = 23;
const POSTGRESQL_LEVEL = /^(?:DEBUG[1-5]?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC)$/;
const SQL_STATE = /^[\dA-Z]{5}$/;

/** Names of the columns of a well-known table without a header; undefined where it is none. */
export function namesOfKnownTable([first = []]: readonly string[][]): string[] | undefined {
	const { length, 0: time = '', 11: level = '', 12: state = '' } = first;
	if (length < POSTGRESQL_MIN_COLUMNS || length > POSTGRESQL.length) return undefined;
	const isPostgresql =
		/^\d{4}-\d\d-\d\d \d/.test(time) && POSTGRESQL_LEVEL.test(level) && SQL_STATE.test(state);
	return isPostgresql ? POSTGRESQL.slice(0, length) : undefined;
}
