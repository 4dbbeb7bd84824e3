import {
	ANY_LEVEL,
	DATED_TIME,
	headerFormat,
	sticky,
	TIME_OF_DAY,
	type LineFormat
} from './line-format';

/** Elixir's Logger: metadata as `key=value` stand before the level. */
export const elixir: LineFormat = headerFormat({
	id: 'elixir',
	name: 'Elixir Logger',
	example: '12:00:01.250 request_id=7f3c [error] The order failed',
	header: sticky(
		String.raw`(?:(${DATED_TIME})|${TIME_OF_DAY}) (?:[a-z_]\w{0,31}=\S{1,200} ){1,8}\[(${ANY_LEVEL})\] `
	),
	fields: ([, time = '', level = '']) => ({ time, level })
});
