import { headerFormat, sticky, type LineFormat } from './line-format';

/** Go's `log` package, with microseconds and the place in the source if they are on. */
export const goLog: LineFormat = headerFormat({
	id: 'go-log',
	name: 'Go log',
	example: '2026/11/24 12:00:01 cart.go:17: stock is low',
	header: sticky(
		String.raw`(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d{6})?) (?:(?:[\w./-]+\/)?([\w-]+\.go):\d+: )?(?:\[?(${'ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|PANIC|TRACE'})\]?:? )?`
	),
	fields: ([, time = '', source = '', level = '']) => ({ time, level, source })
});
