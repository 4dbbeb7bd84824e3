import { headerFormat, LEVEL, type LineFormat, timed } from './line-format';

/** Celery's workers: level and process share the brackets of the time. */
export const celery: LineFormat = headerFormat({
	id: 'celery',
	name: 'Celery',
	example: '[2026-11-24 12:00:01,250: WARNING/ForkPoolWorker-2] The queue is long',
	header: timed({ before: String.raw`\[`, after: String.raw`: (${LEVEL})\/[\w.-]+\] ` }),
	fields: ([, time = '', level = '']) => ({ time, level })
});
