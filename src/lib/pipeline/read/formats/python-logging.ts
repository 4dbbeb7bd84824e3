import { headerFormat, LEVEL, type LineFormat, timed } from './line-format';

/** `%(asctime)s - %(name)s - %(levelname)s - %(message)s`, with a dash, a bar or brackets between the fields. */
export const pythonLogging: LineFormat = headerFormat({
	id: 'python-logging',
	name: 'Python logging',
	example: '2026-11-24 12:00:01,250 - shop.cart - WARNING - Stock is low',
	// A number is a process; what reads like a thread in brackets is one.
	header: timed({
		before: String.raw`\[?`,
		after: String.raw`\]?(?: +- +| *\| *|,? +)\[?(?!\d+\b|[\da-f]{8}-[\da-f]{4}-|main\]|[\w.-]*(?:[Tt]hread|exec|pool|worker)[\w.-]*\])([\w.-]+) *\]?(?: +- +| *\| *|: | +)\[?(${LEVEL}) *\]?(?: +- +| *\| *|: +| +)`
	}),
	fields: ([, time = '', source = '', level = '']) => ({ time, level, source })
});
