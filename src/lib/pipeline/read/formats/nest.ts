import { headerFormat, type LineFormat, timed } from './line-format';

/** NestJS's console: process, time, level and context. `LOG` is its word for info. */
export const nest: LineFormat = headerFormat({
	id: 'nest',
	name: 'NestJS',
	example: '[Nest] 4711  - 11/24/2026, 12:00:01 PM    WARN [CartService] The stock is low',
	header: timed({
		before: String.raw`\[Nest\] \d+ +- `,
		after: String.raw` +(?:(LOG|ERROR|WARN|DEBUG|VERBOSE|FATAL) +)?(?:\[([^\]\r\n]{1,64})\] )?`
	}),
	fields: ([, time = '', level = '', source = '']) => ({
		time,
		level: level === 'LOG' ? 'info' : level,
		source
	})
});
