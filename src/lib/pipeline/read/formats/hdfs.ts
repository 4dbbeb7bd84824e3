import { headerFormat, sticky, type LineFormat } from './line-format';

export const hdfs: LineFormat = headerFormat({
	id: 'hdfs',
	name: 'Hadoop file system (HDFS)',
	example: '261124 120001 148 INFO dfs.DataNode$PacketResponder: PacketResponder 1 terminating',
	header: sticky(String.raw`(\d{6} \d{6}) \d+ (TRACE|DEBUG|INFO|WARN|ERROR|FATAL) ([\w.$]+): `),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
