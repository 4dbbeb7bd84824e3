import { headerFormat, type LineFormat, timed } from './line-format';

/** BIND's own files with `print-category` and `print-severity`. */
export const bind: LineFormat = headerFormat({
	id: 'bind',
	name: 'BIND',
	example: '24-Nov-2026 12:00:01.250 general: error: zone shop.example/IN: loading failed',
	header: timed({
		before: String.raw`(?=\d\d-[A-Z][a-z]{2}-\d{4} )`,
		after: String.raw` (?:([a-z][a-z-]{2,24}): )?(critical|error|warning|notice|info|debug)(?: \d{1,2})?: `
	}),
	fields: ([, time = '', source = '', level = '']) => ({ time, level, source })
});
