import { ANY_LEVEL, headerFormat, type LineFormat, TIME_OF_DAY, timed } from './line-format';

/** Elixir's Logger: metadata as `key=value` stand before the level. */
export const elixir: LineFormat = headerFormat({
	id: 'elixir',
	name: 'Elixir Logger',
	example: '12:00:01.250 request_id=7f3c [error] The order failed',
	header: timed({
		instead: String.raw`${TIME_OF_DAY}`,
		after: String.raw` (?:[a-z_]\w{0,31}=\S{1,200} ){1,8}\[(${ANY_LEVEL})\] `
	}),
	fields: ([, time = '', level = '']) => ({ time, level })
});
