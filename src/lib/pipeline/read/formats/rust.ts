import { DATED_TIME, headerFormat, type LineFormat, sticky, timed } from './line-format';

const LEVELS = 'TRACE|DEBUG|INFO|WARN|ERROR';
const TARGET = String.raw`[A-Za-z_]\w*(?:::\w+)*`;

/** Rust's env_logger: all of the head in one pair of brackets. */
export const envLogger: LineFormat = headerFormat({
	id: 'env-logger',
	name: 'Rust env_logger',
	example: '[2026-11-24T12:00:01Z WARN  shop::cart] The stock is low',
	gate: sticky(String.raw`(?=\[[^\r\n]{0,80}?(?:${LEVELS}) +${TARGET}\] )`),
	header: sticky(String.raw`\[(?:(${DATED_TIME}) +)?(${LEVELS}) +(${TARGET})\] `),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});

/** Rust's tracing: a time or the seconds since the start, perhaps a thread, spans with their fields, the target. */
export const tracing: LineFormat = headerFormat({
	id: 'rust-tracing',
	name: 'Rust tracing',
	example: '2026-11-24T12:00:01.250000Z  WARN order{id=17}: shop::cart: The stock is low',
	// A target of one name needs one of the rest: others write `INFO name: ` as well.
	header: timed({
		instead: String.raw`\[ *\d+\.\d+s\]`,
		after: String.raw` +(${LEVELS}) (?:(?:ThreadId\(\d+\) |(?=\w+\{))(?:\w+(?:\{[^}\r\n]{0,512}\})?:)*[ ]?(?:[a-z]\w*: )?(${TARGET})|(${TARGET}::\w+)): `
	}),
	fields: ([, time = '', level = '', inSpan, source = '']) => ({
		time,
		level,
		source: inSpan ?? source
	})
});
