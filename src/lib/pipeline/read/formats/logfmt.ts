import type { LineFormat } from './line-format';

const PAIR = /([\w.@/-]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*)) */y;
const START = /(?:ts|time|timestamp|t|level|lvl|severity|at|msg|message|caller)=/y;

/** The place in the program's source. */
const PLACE = /^(?:caller|source)="?\S+:\d+"? *$/;

const ROLES: Record<string, 'time' | 'level' | 'source' | 'message'> = {
	ts: 'time',
	time: 'time',
	timestamp: 'time',
	t: 'time',
	level: 'level',
	lvl: 'level',
	severity: 'level',
	at: 'level',
	logger: 'source',
	component: 'source',
	service: 'source',
	app: 'source',
	msg: 'message',
	message: 'message'
};

/**
 * `key=value` pairs, as Go's slog, logrus and go-kit and Heroku write them. The message is `msg`, and after it the pairs
 * that are no header: an `err=` often says more than the message.
 */
export const logfmt: LineFormat = {
	id: 'logfmt',
	name: 'key=value pairs (logfmt, slog)',
	example: 'time=2026-11-24T12:00:01Z level=WARN msg="stock is low" left=3',
	read(text, start, end) {
		START.lastIndex = start;
		if (!START.test(text)) return undefined;
		const found = { time: '', level: '', source: '', message: '' };
		const rest: string[] = [];
		let at = start;
		while (at < end) {
			PAIR.lastIndex = at;
			const pair = PAIR.exec(text);
			if (!pair || PAIR.lastIndex > end) return undefined;
			const [whole, key = '', quoted, bare = ''] = pair;
			const role = Object.hasOwn(ROLES, key) ? ROLES[key] : undefined;
			if (role && found[role] === '') found[role] = quoted === undefined ? bare : unescaped(quoted);
			else if (!PLACE.test(whole)) rest.push(whole.trimEnd());
			at = PAIR.lastIndex;
		}
		const message = [found.message, ...rest].filter((part) => part !== '').join(' ');
		return { ...found, start, message };
	}
};

const unescaped = (text: string): string =>
	text.includes('\\')
		? text.replace(/\\(.)/g, (_, character: string) =>
				character === 'n' ? '\n' : character === 't' ? '\t' : character
			)
		: text;
