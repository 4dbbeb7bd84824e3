import { headerFormat, type LineFormat, sticky } from './line-format';

/** The name of the container ahead of each line. */
export const compose: LineFormat = headerFormat({
	id: 'compose',
	name: 'Docker Compose',
	example: 'cart-1   | 2026-11-24 12:00:01 ERROR the stock is gone',
	envelope: true,
	header: sticky(String.raw`([A-Za-z][\w.-]*[-_]\d{1,3}) +\| ?`),
	fields: ([, source = '']) => ({ source })
});
