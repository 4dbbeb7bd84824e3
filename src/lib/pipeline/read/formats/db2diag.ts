import { headerFormat, sticky, type LineFormat } from './line-format';
import { offsetText } from '../time-names';

/** Db2's diagnostic log: records of several lines, apart by a blank one. The zone is minutes east of UTC. */
export const db2diag: LineFormat = headerFormat({
	id: 'db2diag',
	name: 'Db2 diagnostic log',
	example:
		'2026-11-24-12.00.01.250000+060 I1234A345          LEVEL: Error\nPROC : db2sysc\nMESSAGE : The log is full',
	header: sticky(
		String.raw`(\d{4}-\d\d-\d\d-\d\d\.\d\d\.\d\d\.\d{6})([+-]\d{3}) [A-Z]\d+\w* +LEVEL: *(\w+)[^\r\n]*`
	),
	open: true,
	fields: ([, time = '', zone = '', level = '']) => ({
		time: `${time}${offsetText(Number(zone))}`,
		level: level === 'Event' ? 'info' : level
	}),
	whole: (text) => {
		const process = /^PROC +: *(\S+)|[ \t]PROC +: *(\S+)/m.exec(text);
		const message =
			/^(?:MESSAGE|RETCODE|CHANGE|START|STOP) +: *([^]*?)(?:\n[A-Z][A-Z0-9 #]* +: |\s*$)/m.exec(
				text
			);
		return {
			...(process ? { source: process[1] ?? process[2] ?? '' } : {}),
			...(message?.[1] ? { message: message[1] } : {})
		};
	}
});
