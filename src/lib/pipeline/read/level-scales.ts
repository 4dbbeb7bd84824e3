import { severityOfLevel } from './level-words';

/** Numbers that mean something else than with syslog, pino and Java: see `SCALES`. */
export type LevelScale = keyof typeof SCALES | 'action';

/** The level of each number; of a range, at its first. */
const SCALES = {
	/** `severityNumber` of OpenTelemetry: 1 to 24, four each. */
	otel: { 1: 'trace', 5: 'debug', 9: 'info', 13: 'warning', 17: 'error', 21: 'fatal' },
	/** `Level` of Windows events. */
	windows: { 0: 'info', 1: 'critical', 2: 'error', 3: 'warning', 4: 'info', 5: 'verbose' },
	/** `alert.severity` of Suricata: 1 is the worst. */
	suricata: { 1: 'error', 2: 'warning', 3: 'info' },
	/** `severityLevel` of Application Insights. */
	insights: { 0: 'verbose', 1: 'info', 2: 'warning', 3: 'error', 4: 'critical' },
	/** `levelno` of Python. */
	python: { 0: 'debug', 10: 'debug', 20: 'info', 30: 'warning', 40: 'error', 50: 'critical' }
} as const;

const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** What a firewall or a proxy did with a packet or a request. */
const REFUSED = wordSet('drop dropped reject rejected block blocked deny denied discard discarded');
const LET_THROUGH = wordSet(
	'allow allowed accept accepted permit permitted pass passed open open-inbound opened close closed'
);

/** Whether a word says that something was refused or let through. */
export const isAction = (word: string): boolean =>
	[REFUSED, LET_THROUGH].some((words) => words.has(word.toLowerCase()));

function levelOfAction(action: string): string {
	if (action === '') return '';
	return REFUSED.has(action.trim().toLowerCase()) ? 'warning' : 'info';
}

/** A level as a word, where it is a number of the scale, or an action; else as it is. */
export function levelOnScale(level: string, scale: LevelScale): string {
	if (scale === 'action') return levelOfAction(level);
	if (!/^\d{1,2}$/.test(level.trim())) return level;
	const number = Number(level);
	const words = Object.entries(SCALES[scale]);
	return words.findLast(([from]) => Number(from) <= number)?.[1] ?? level;
}

/** A level with the HTTP status of its row: a failure is an error or a warning, unless the level says worse. */
export function levelWithStatus(level: string, status: string): string {
	const [, statusClass] = /^"?([1-5])\d\d"?$/.exec(status.trim()) ?? [];
	const said = level === '' ? undefined : severityOfLevel(level);
	if (statusClass === '5') return said === 'critical' || said === 'error' ? level : 'error';
	if (statusClass === '4')
		return said === 'critical' || said === 'error' || said === 'warning' ? level : 'warning';
	return statusClass !== undefined && said === undefined ? 'info' : level;
}

/** The scale of a number, by the name of its field and those beside it. */
export function scaleOf(name: string, beside: readonly string[]): LevelScale | undefined {
	if (name.endsWith('severitynumber')) return 'otel';
	if (name.endsWith('alertseverity')) return 'suricata';
	if (name.endsWith('severitylevel')) return 'insights';
	if (name.endsWith('levelno')) return 'python';
	const isWindows = beside.some((other) =>
		/(?:^|system|winlog)(?:eventid|providername)$/.test(other)
	);
	return isWindows && name.endsWith('level') ? 'windows' : undefined;
}
