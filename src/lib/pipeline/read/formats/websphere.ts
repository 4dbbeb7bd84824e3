import { headerFormat, type LineFormat, timed } from './line-format';

/** Audit, info, config and detail; what programs print themselves (O, R) says nothing of its level. */
const LEVELS: Record<string, string> = {
	F: 'fatal',
	E: 'error',
	W: 'warning',
	A: 'audit',
	I: 'info',
	C: 'config',
	D: 'debug',
	O: '',
	R: ''
};

/** IBM's basic format: thread, logger, and a letter for the kind. */
export const websphere: LineFormat = headerFormat({
	id: 'websphere',
	name: 'WebSphere or Liberty',
	example: '[11/24/26 12:00:01:250 CET] 0000002b ShopServlet   E   SHOP0293E: The order failed',
	header: timed({
		before: String.raw`\[`,
		after: String.raw`\] [\da-f]{8} ([\w.$/-]+) +([FEWAICDORZ123<>])[ \t]+`
	}),
	fields: ([, time = '', source = '', letter = '']) => ({
		time,
		source,
		level: LEVELS[letter] ?? 'trace'
	})
});
