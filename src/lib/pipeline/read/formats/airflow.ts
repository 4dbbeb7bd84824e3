import { headerFormat, LEVEL, type LineFormat, timed } from './line-format';

export const airflow: LineFormat = headerFormat({
	id: 'airflow',
	name: 'Airflow',
	example: '[2026-11-24T12:00:01.250+0100] {taskinstance.py:1826} ERROR - The task failed',
	header: timed({ before: String.raw`\[`, after: String.raw`\] \{([\w./-]+):\d+\} (${LEVEL}) - ` }),
	fields: ([, time = '', source = '', level = '']) => ({ time, level, source })
});
