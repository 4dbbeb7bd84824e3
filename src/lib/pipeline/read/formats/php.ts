import { headerFormat, type LineFormat, timed } from './line-format';

/** Of those whose words say something else. */
const LEVELS: Record<string, string> = {
	'Fatal error': 'fatal',
	'Parse error': 'error',
	'Recoverable fatal error': 'error',
	'Core error': 'fatal',
	Deprecated: 'warning',
	'Strict Standards': 'notice'
};

export const php: LineFormat = headerFormat({
	id: 'php',
	name: 'PHP error log',
	example:
		'[24-Nov-2026 12:00:01 Europe/Berlin] PHP Warning:  Undefined variable $cart in /srv/cart.php on line 12',
	header: timed({ before: String.raw`\[`, after: String.raw`\] PHP ([A-Z][\w -]{2,24}?): +` }),
	fields: ([, time = '', level = '']) => ({ time, level: LEVELS[level] ?? level })
});
