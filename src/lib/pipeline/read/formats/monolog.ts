import { headerFormat, LEVEL, type LineFormat, timed } from './line-format';

/** PHP's Monolog, which Laravel and Symfony log with: channel and level joined by a point. */
export const monolog: LineFormat = headerFormat({
	id: 'monolog',
	name: 'PHP Monolog (Laravel, Symfony)',
	example: '[2026-11-24 12:00:01] shop.ERROR: The order failed {"order":17} []',
	header: timed({
		before: String.raw`\[`,
		after: String.raw`\] ([\w-]+(?:\.[\w-]+)*)\.(${LEVEL}): `
	}),
	fields: ([, time = '', source = '', level = '']) => ({ time, level, source })
});
