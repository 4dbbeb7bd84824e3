import { headerFormat, sticky, type LineFormat } from './line-format';

/** Chromium, Electron and what is built on them: process, thread, date, level and place in the source in one pair of brackets. */
export const chromium: LineFormat = headerFormat({
	id: 'chromium',
	name: 'Chromium or Electron',
	example: '[4711:4733:1124/120001.250000:ERROR:ssl_client_socket.cc(17)] handshake failed',
	header: sticky(
		String.raw`\[(?:\d+:(?:\d+:)?)?(\d{4})\/(\d\d)(\d\d)(\d\d\.\d{3,6}):(INFO|WARNING|ERROR|FATAL|VERBOSE\d+):([\w./-]+)[(:]\d+\)?\] `
	),
	fields: ([, date = '', hour = '', minute = '', second = '', level = '', source = '']) => ({
		time: `${date} ${hour}:${minute}:${second}`,
		level: level.replace(/\d+$/, ''),
		source
	})
});
