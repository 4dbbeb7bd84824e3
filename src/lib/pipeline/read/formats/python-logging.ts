import { headerFormat, ISO_TIME, LEVEL, sticky, type LineFormat } from './line-format';

/** `%(asctime)s - %(name)s - %(levelname)s - %(message)s`, with a dash, a bar or brackets between the fields. */
export const pythonLogging: LineFormat = headerFormat({
	id: 'python-logging',
	name: 'Python logging',
	example: '2026-11-24 12:00:01,250 - shop.cart - WARNING - Stock is low',
	header: sticky(
		String.raw`\[?(${ISO_TIME})\]?(?: - | \| | )\[?([\w.]+)\]?(?: - | \| |: | )\[?(${LEVEL})\b\]?(?: +- +| \| |: | )`
	),
	fields: ([, time = '', source = '', level = '']) => ({ time, level, source })
});
