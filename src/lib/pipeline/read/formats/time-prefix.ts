import { DATED_TIME, headerFormat, sticky, type LineFormat } from './line-format';

/** `docker logs -t` and `kubectl logs --timestamps`: nanoseconds ahead of a line that has a head of its own. */
export const timePrefix: LineFormat = headerFormat({
	id: 'time-prefix',
	name: 'Container log with times (docker logs -t)',
	example: '2026-11-24T12:00:01.250000000Z 2026-11-24 12:00:01,249 ERROR the stock is gone',
	envelope: true,
	gate: sticky(String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6,9}`),
	header: sticky(
		String.raw`(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.(?:\d{9}|\d{6,8}(?=\S+ [IWEF]\d{4} ))(?:Z|[+-]\d\d:\d\d)) (?=[[(<]?(?:${DATED_TIME})|\{"|[IWEF]\d{4} |(?:time|ts|level)=)`
	),
	fields: ([, time = '']) => ({ time })
});
