import { DATED_TIME, headerFormat, LEVEL, sticky, type LineFormat } from './line-format';

/** PHP's Monolog, which Laravel and Symfony log with: channel and level joined by a point. */
export const monolog: LineFormat = headerFormat({
	id: 'monolog',
	name: 'PHP Monolog (Laravel, Symfony)',
	example: '[2026-11-24 12:00:01] shop.ERROR: The order failed {"order":17} []',
	header: sticky(String.raw`\[(${DATED_TIME})\] ([\w-]+(?:\.[\w-]+)*)\.(${LEVEL}): `),
	fields: ([, time = '', source = '', level = '']) => ({ time, level, source })
});
