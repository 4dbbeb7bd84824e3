import type { LineFormat } from './line-format';

const PAIR =
	/([A-Za-z_@][\w.@/-]*)=(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|((?:[^\s\\]|\\.)*)) */y;
/** A word between pairs: a key without a value, or a part of a value that nobody quoted. */
const WORD = /[^\s=]+ */y;
/** What the line has to begin with, a syslog priority ahead. */
const START = /(?:<(\d{1,3})>)?(?=[A-Za-z_@][\w.@/-]*=)/y;

/** The place in the program's source. */
const PLACE = /^(?:caller|source)="?\S+:\d+"? *$/;

type Role = 'time' | 'level' | 'source' | 'message' | 'date' | 'zone';

const ROLES: Record<string, Role> = {
	...{
		ts: 'time',
		time: 'time',
		timestamp: 'time',
		t: 'time',
		datetime: 'time',
		'@timestamp': 'time'
	},
	...{ date: 'date', timezone: 'zone', tz: 'zone' },
	...{ level: 'level', lvl: 'level', severity: 'level', at: 'level', loglevel: 'level' },
	...{ priority: 'level', pri: 'level', log_level: 'level' },
	...{ logger: 'source', component: 'source', service: 'source', app: 'source', module: 'source' },
	...{ msg: 'message', message: 'message' }
};

/** Pairs that a line has at least. */
const MIN_PAIRS = 2;

/**
 * `key=value` pairs, as Go's slog, logrus and go-kit, Heroku and firewalls write them, in any order. The message is `msg`,
 * and after it the pairs that are no header: an `err=` often says more than the message.
 */
export const logfmt: LineFormat = {
	id: 'logfmt',
	name: 'key=value pairs (logfmt, slog)',
	example: 'time=2026-11-24T12:00:01Z level=WARN msg="stock is low" left=3',
	read(text, start, end) {
		START.lastIndex = start;
		const head = START.exec(text);
		if (!head) return undefined;
		const found = { time: '', level: '', source: '', message: '', date: '', zone: '' };
		const rest: string[] = [];
		let at = START.lastIndex;
		let pairs = 0;
		while (at < end) {
			PAIR.lastIndex = at;
			const pair = PAIR.exec(text);
			if (!pair || PAIR.lastIndex > end) {
				WORD.lastIndex = at;
				const word = pairs === 0 ? null : WORD.exec(text);
				if (!word || WORD.lastIndex > end) return undefined;
				rest.push(word[0].trimEnd());
				at = WORD.lastIndex;
				continue;
			}
			pairs++;
			const [whole, key = '', double, single, bare = ''] = pair;
			const name = key.toLowerCase();
			const role = Object.hasOwn(ROLES, name) ? ROLES[name] : undefined;
			if (role && found[role] === '') found[role] = unescaped(double ?? single ?? bare);
			else if (!PLACE.test(whole)) rest.push(whole.trimEnd());
			at = PAIR.lastIndex;
		}
		if (pairs < MIN_PAIRS || (found.level === '' && found.message === '' && found.time === ''))
			return undefined;
		const priority = head[1];
		const message = [found.message, ...rest].filter((part) => part !== '').join(' ');
		return {
			time: timeOf(found),
			level: found.level || (priority === undefined ? '' : String(Number(priority) % 8)),
			source: found.source,
			start,
			message
		};
	}
};

/** `date=2026-11-24 time=12:00:01 timezone="CET"`. */
function timeOf({ date, time, zone }: Record<'date' | 'time' | 'zone', string>): string {
	if (date === '' || !/^\d\d?:/.test(time)) return time;
	return `${date} ${time}${zone === '' || /[Zz]$|[+-]\d/.test(time) ? '' : ` ${zone}`}`;
}

const unescaped = (text: string): string =>
	text.includes('\\')
		? text.replace(/\\(.)/g, (_, character: string) =>
				character === 'n' ? '\n' : character === 't' ? '\t' : character
			)
		: text;
