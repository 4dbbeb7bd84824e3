import {
	DATED_TIME,
	headerFormat,
	LEVEL,
	type LineFormat,
	sticky,
	TIME_OF_DAY
} from './line-format';

/** Thread and level in one bracket; Forge adds the date and the mod. */
export const minecraft: LineFormat = headerFormat({
	id: 'minecraft',
	name: 'Minecraft',
	example: '[12:00:01] [Server thread/WARN]: The server is overloaded',
	header: sticky(
		String.raw`\[(?:(${DATED_TIME})|${TIME_OF_DAY})\] \[[^\]\r\n/]*\/(${LEVEL})\](?: \[([^\]\r\n/]+)(?:\/\w*)?\])?: `
	),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
