import { DATED_TIME, headerFormat, LEVEL, sticky, type LineFormat } from './line-format';

/** A logger or a place in the source ahead of time and level. */
export const loggerFirst: LineFormat = headerFormat({
	id: 'logger-first',
	name: 'Logger, time, level and message',
	example: 'shop.cart.Cart 2026-11-24 12:00:01 WARN The stock is low',
	header: sticky(
		String.raw`([A-Za-z_][\w$]*(?:\.[\w$]+)+)(?::\d+)?:? +[[(]?(${DATED_TIME})[\])]? +(?:[[(](${LEVEL}|[DIWEF]) *[\])]|(${LEVEL})(?=[: ]|$)):? +`
	),
	fields: ([, source = '', time = '', bracketed, bare = '']) => ({
		time,
		level: bracketed ?? bare,
		source
	})
});
