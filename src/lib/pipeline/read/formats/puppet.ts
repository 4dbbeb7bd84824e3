import { headerFormat, type LineFormat, timed } from './line-format';

/** Puppet's own log file: resource, then the level in brackets. */
export const puppet: LineFormat = headerFormat({
	id: 'puppet',
	name: 'Puppet',
	example: '2026-11-24 12:00:01 +0000 Puppet (err): Could not retrieve the catalog',
	header: timed({
		after: String.raw` ((?:Puppet|\/{1,2}\w|[A-Z][\w:]*)\S*) \((emerg|alert|crit|err|warning|notice|info|debug)\): `
	}),
	fields: ([, time = '', source = '', level = '']) => ({ time, level, source })
});
