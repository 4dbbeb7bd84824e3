import { headerFormat, sticky, type LineFormat } from './line-format';

const LEVEL_NAMES: Record<string, string> = {
	trce: 'trace',
	dbug: 'debug',
	info: 'info',
	warn: 'warn',
	fail: 'error',
	crit: 'critical'
};

/** ASP.NET Core's console: level, category and event on one line, the message indented below. */
export const dotnetConsole: LineFormat = headerFormat({
	id: 'dotnet-console',
	name: '.NET console',
	example: 'warn: Shop.Cart[17]\n      Stock is low',
	header: sticky(String.raw`(trce|dbug|info|warn|fail|crit): ([\w.+\x60]+)\[\d+\]`),
	fields: ([, level = '', source = '']) => ({ level: LEVEL_NAMES[level] ?? level, source })
});
