import { headerFormat, sticky, type LineFormat } from './line-format';

export const proxifier: LineFormat = headerFormat({
	id: 'proxifier',
	name: 'Proxifier',
	example: '[11.24 12:00:01] chrome.exe - proxy.example:5070 close, 0 bytes sent',
	header: sticky(String.raw`\[(\d\d\.\d\d \d\d:\d\d:\d\d)\] ([\w. ()*-]{1,64}?) - `),
	fields: ([, time = '', source = '']) => ({ time, source })
});
