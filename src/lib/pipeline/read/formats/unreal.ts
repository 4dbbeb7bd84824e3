import { DATED_TIME, headerFormat, type LineFormat, sticky } from './line-format';

/** Time in UTC, frame, category and level. */
export const unreal: LineFormat = headerFormat({
	id: 'unreal',
	name: 'Unreal Engine',
	example: '[2026.11.24-12.00.01:250][  0]LogNet: Warning: the connection is slow',
	gate: sticky(String.raw`(?=[^\r\n]{0,80}?Log[A-Z]\w*: )`),
	header: sticky(
		String.raw`(?:\[(${DATED_TIME})\]\[ *\d+\])?(Log[A-Z]\w*): (?:(Fatal|Error|Warning|Display|Log|Verbose|VeryVerbose): )?`
	),
	fields: ([, time = '', source = '', level = '']) => ({
		time,
		level: level.replace('Very', ''),
		source
	})
});
