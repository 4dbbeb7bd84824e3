import { headerFormat, LEVEL, type LineFormat, timed } from './line-format';

/** A logger or a place in the source ahead of time and level. */
export const loggerFirst: LineFormat = headerFormat({
	id: 'logger-first',
	name: 'Logger, time, level and message',
	example: 'shop.cart.Cart 2026-11-24 12:00:01 WARN The stock is low',
	header: timed({
		before: String.raw`([A-Za-z_][\w$]*(?:\.[\w$]+)+)(?::\d+)?:? +[[(]?`,
		after: String.raw`[\])]? +(?:[[(](${LEVEL}|[DIWEF]) *[\])]|(${LEVEL})(?=[: ]|$)):? +`
	}),
	fields: ([, source = '', time = '', bracketed, bare = '']) => ({
		time,
		level: bracketed ?? bare,
		source
	})
});
