import { headerFormat, sticky, TIME_OF_DAY, type LineFormat } from './line-format';

/** Lines copied out of macOS' Console: type, time of day, process and message apart by tabs. */
export const macosConsole: LineFormat = headerFormat({
	id: 'macos-console',
	name: 'macOS Console (copied)',
	example: 'error\t12:00:01.250000+0100\tShop\tThe stock is low',
	header: sticky(String.raw`(default|info|debug|error|fault)\t${TIME_OF_DAY}\t([^\t\r\n]{1,64})\t`),
	fields: ([, level = '', source = '']) => ({ level, source })
});
