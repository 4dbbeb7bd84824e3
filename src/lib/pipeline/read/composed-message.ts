import { positionsByName } from './field-names';
import type { ColumnMapping } from './input-format';

/** Names of what makes the message of a request or an operation where nothing is called a message. */
const REQUESTS = ['request', 'requestline', 'csrequest'];
const METHODS = [
	'clientrequestmethod',
	'csmethod',
	'method',
	'requestmethod',
	'httpmethod',
	'verb',
	'httprequestmethod'
];
const PATHS = [
	'csuristem',
	'path',
	'uri',
	'url',
	'requesturi',
	'requestpath',
	'requesturl',
	'urlpath',
	'httpurl',
	'clientrequestpath',
	'clientrequesturi'
];
const QUERIES = ['csuriquery', 'query', 'querystring'];
const OPERATIONS = [
	'eventname',
	'operationname',
	'operation',
	'methodname',
	'eventtype',
	'operationtype'
];
const CODES = ['errorcode', 'errormessage', 'resulttype'];
const STATUSES = [
	'scstatus',
	'status',
	'statuscode',
	'responsecode',
	'responsestatus',
	'edgeresponsestatus',
	'httpstatus',
	'httpresponsestatuscode',
	'responsestatuscode'
];

/**
 * The columns that together say what a row is about, for inputs that have no message.
 *
 * @param names normalised
 * @param cellsOf what a column holds: of a firewall's log the path is a direction
 */
export function composedMessage(
	names: readonly string[],
	cellsOf: (column: number) => readonly string[]
): Pick<ColumnMapping, 'message' | 'alsoMessage' | 'glue'> | undefined {
	const find = (wanted: readonly string[]): number =>
		wanted.map((name) => names.indexOf(name)).find((at) => at !== -1) ?? -1;
	const isPath = (at: number): boolean =>
		names[at] !== 'path' || cellsOf(at).some((cell) => /[\\/]/.test(cell));
	const [request, method] = [find(REQUESTS), find(METHODS)];
	const path = PATHS.map((name) => names.indexOf(name)).find((at) => at !== -1 && isPath(at)) ?? -1;
	const of = (columns: number[], glue: string) => {
		const [message, ...alsoMessage] = columns.filter((at) => at !== -1);
		return message === undefined ? undefined : { message, alsoMessage, glue };
	};
	if (request !== -1) return of([request, find(STATUSES)], ' ');
	if (path !== -1) return of([method, path, find(QUERIES), find(STATUSES)], ' ');
	return of([find(OPERATIONS), ...CODES.map((name) => names.indexOf(name))], ': ');
}

/** Positions of what may be the HTTP status among normalised names, best first. */
export const statusesAmong = (names: readonly string[]): number[] =>
	positionsByName(STATUSES, names);
