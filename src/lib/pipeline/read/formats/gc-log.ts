import { DATED_TIME, headerFormat, type LineFormat, sticky } from './line-format';

/** Unified logging of the JVM (`-Xlog`): time, uptime, level and tags. */
export const gcLog: LineFormat = headerFormat({
	id: 'gc-log',
	name: 'Java garbage collector',
	example:
		'[2026-11-24T12:00:01.250+0100][0.017s][info][gc] GC(0) Pause Young 23M->4M(256M) 3.141ms',
	gate: sticky(String.raw`(?=\[[^\r\n]{0,120}?\[(?:error|warning|info|debug|trace) *\]\[)`),
	header: sticky(
		String.raw`(?:\[(${DATED_TIME})\])?(?:\[[\d.]+m?s\])?\[(error|warning|info|debug|trace) *\]\[([\w,]+) *\] `
	),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
