import { headerFormat, LEVEL, type LineFormat, TIME_OF_DAY, timed } from './line-format';

/** Thread and level in one bracket; Forge adds the date and the mod. */
export const minecraft: LineFormat = headerFormat({
	id: 'minecraft',
	name: 'Minecraft',
	example: '[12:00:01] [Server thread/WARN]: The server is overloaded',
	header: timed({
		before: String.raw`\[`,
		instead: String.raw`${TIME_OF_DAY}`,
		after: String.raw`\] \[[^\]\r\n/]*\/(${LEVEL})\](?: \[([^\]\r\n/]+)(?:\/\w*)?\])?: `
	}),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
