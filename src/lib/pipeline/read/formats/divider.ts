import { headerFormat, sticky, type LineFormat } from './line-format';

/** What logcat and journalctl print between lines of their own: rows by themselves, no part of the event before. */
export const divider: LineFormat = headerFormat({
	id: 'divider',
	name: 'Divider of logcat or journalctl',
	example: '--------- beginning of main',
	header: sticky(
		String.raw`(?=-{5,} (?:beginning of|switch to) \w|-- (?:Boot [\da-f]|Reboot --|Logs begin|Journal begins|No entries --))`
	),
	fields: () => ({})
});
