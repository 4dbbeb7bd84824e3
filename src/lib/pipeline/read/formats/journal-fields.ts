import { headerFormat, type LineFields, type LineFormat, sticky, timed } from './line-format';

/** Names of what says who wrote an entry, best first. */
const SOURCES = ['SYSLOG_IDENTIFIER', '_COMM', '_SYSTEMD_UNIT', 'UNIT', '_HOSTNAME'];

/** The fields of an entry, one a line. The message goes to the next field. */
function entryOf(text: string): Partial<LineFields> {
	const fields = new Map<string, string>();
	for (const [, name = '', value = ''] of text.matchAll(/^[ \t]*([A-Z_][A-Z\d_]*)=([^\r\n]*)/gm))
		if (!fields.has(name)) fields.set(name, value);
	const microseconds = fields.get('__REALTIME_TIMESTAMP');
	const source = SOURCES.find((name) => fields.has(name)) ?? '';
	return {
		...(microseconds === undefined ? {} : { time: microseconds }),
		level: fields.get('PRIORITY') ?? '',
		source: fields.get(source) ?? '',
		message: fields.get('MESSAGE') ?? ''
	};
}

/** `journalctl -o verbose`: a line with the time, and each field on an indented one. */
export const journalVerbose: LineFormat = headerFormat({
	id: 'journal-verbose',
	name: 'journalctl -o verbose',
	example:
		'Tue 2026-11-24 12:00:01.250000 CET [s=7;i=1;b=7f]\n    PRIORITY=4\n    MESSAGE=Stock is low',
	header: timed({ after: String.raw` \[s=[^\]\r\n]*\][ \t]*(?=[\r\n]|$)` }),
	open: true,
	whole: entryOf,
	fields: ([, time = '']) => ({ time })
});

/** `journalctl -o export`: each field on a line, entries apart by a blank one. */
export const journalExport: LineFormat = headerFormat({
	id: 'journal-export',
	name: 'journalctl -o export',
	example:
		'__CURSOR=s=7;i=1\n__REALTIME_TIMESTAMP=1795521601250000\nPRIORITY=4\nMESSAGE=Stock is low',
	header: sticky(String.raw`(?=__(?:CURSOR|REALTIME_TIMESTAMP)=)`),
	block: true,
	whole: entryOf,
	fields: () => ({})
});
