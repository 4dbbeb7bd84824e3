import { headerFormat, sticky, type LineFormat } from './line-format';

/** `pm2 logs`: number and name of the process ahead of each line. */
export const pm2: LineFormat = headerFormat({
	id: 'pm2',
	name: 'PM2',
	example: '0|cart     | 2026-11-24T12:00:01: the stock is low',
	envelope: true,
	header: sticky(String.raw`\d{1,3}\|([\w.-]{1,64}) +\| ?`),
	fields: ([, source = '']) => ({ source })
});
