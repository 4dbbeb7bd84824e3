import { headerFormat, sticky, type LineFormat } from './line-format';

/** Spark's and older Hadoop's console layout: year of two digits first. */
export const spark: LineFormat = headerFormat({
	id: 'spark',
	name: 'Spark',
	example: '26/11/24 12:00:01 INFO storage.BlockManager: Found block rdd_2_1 locally',
	header: sticky(
		String.raw`(\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d) (TRACE|DEBUG|INFO|WARN|ERROR|FATAL) ([\w.$]+): `
	),
	fields: ([, time = '', level = '', source = '']) => ({ time: `20${time}`, level, source })
});
