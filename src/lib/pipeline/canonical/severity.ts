import { shapeOf } from './message-shape';
import { severityOfLevel } from '../read/level-words';
import type { Severity } from '../types';

/** By number, as syslog has them. */
const SYSLOG: readonly Severity[] = [
	'critical',
	'critical',
	'critical',
	'error',
	'warning',
	'info',
	'info',
	'debug'
];

const PRIORITY = /^<(\d{1,3})>/;
/** A level token written into the message: `[error]`, `level=warn`, `ERROR:`, `"severity":"INFO"`. Upper case when bare. */
const LEVEL_TOKEN =
	/(?:^|[\s[(|])(?:(EMERG|ALERT|CRIT|CRITICAL|FATAL|SEVERE|ERROR|ERR|WARNING|WARN|NOTICE|INFO|DEBUG|TRACE|VERBOSE)(?=[\s\]):|,]|$)|\[(emerg|alert|crit|critical|fatal|error|err|warning|warn|notice|info|debug|trace)\])|(?:level|lvl|severity|loglevel)["']?\s*[=:]\s*["']?(\w+)/;
const HTTP_STATUS =
	/\bHTTP\/\d(?:\.\d)?"?\s+(?:status:?\s*)?([1-5])\d\d\b|\bstatus(?:[ _]?code)?["']?\s*[=:]\s*"?([1-5])\d\d\b/i;
const CRITICAL_WORDS =
	/\b(?:panic(?:ked)?|kernel oops|fatal|emergency|out of memory|segfault|core dumped|data loss|corrupt(?:ed|ion)?)\b/i;
const ERROR_WORDS =
	/\b(?:error|errors|failed|failure|fails|exception|refused|denied|unreachable|cannot|can't|could not|couldn't|unable to|abort(?:ed|ing)?|crash(?:ed)?|invalid|not found|no such)\b|(?:Error|Exception)\b/i;
const WARNING_WORDS =
	/\b(?:warn(?:ing)?|deprecated|retry(?:ing)?|timed? ?out|slow|exceed(?:s|ed)?|missing|unknown|unexpected|stale|lost|mismatch|ignor(?:ed|ing))\b/i;
/** "0 errors", "no error": a word that reports none. */
const NO_ERROR =
	/\b(?:0|no|without(?: any)?) (?:errors?|failures?|warnings?)\b|\berrors?[=: ]+0\b/gi;

/** Characters of a shape that are read: what says how bad things are stands early. */
const MAX_CHARS = 2_000;

/**
 * How bad a message is, from the strongest sign there is: an explicit level, the syslog priority, a level token in the
 * text, the HTTP status class (5xx error, 4xx warning), and last the words.
 *
 * @param message raw message, of which the shape counts
 * @param level the row's level column, when the input has one
 */
export const severityOf = (message: string, level = ''): Severity =>
	(level === '' ? undefined : severityOfLevel(level)) ?? severityOfShape(shapeOf(message));

/** What the text alone says, of every message of a shape. */
export function severityOfShape(shape: string): Severity {
	const text = shape.length > MAX_CHARS ? shape.slice(0, MAX_CHARS) : shape;
	return fromPriority(text) ?? fromToken(text) ?? fromHttp(text) ?? fromWords(text);
}

function fromPriority(text: string): Severity | undefined {
	const priority = PRIORITY.exec(text);
	return priority ? SYSLOG[Number(priority[1]) % 8] : undefined;
}

function fromToken(text: string): Severity | undefined {
	const token = LEVEL_TOKEN.exec(text);
	return token ? severityOfLevel(token[1] ?? token[2] ?? token[3] ?? '') : undefined;
}

function fromHttp(text: string): Severity | undefined {
	const status = HTTP_STATUS.exec(text);
	if (!status) return undefined;
	const statusClass = status[1] ?? status[2];
	return statusClass === '5' ? 'error' : statusClass === '4' ? 'warning' : 'info';
}

function fromWords(text: string): Severity {
	const spoken = text.replace(NO_ERROR, '');
	if (CRITICAL_WORDS.test(spoken)) return 'critical';
	if (ERROR_WORDS.test(spoken)) return 'error';
	return WARNING_WORDS.test(spoken) ? 'warning' : 'info';
}
