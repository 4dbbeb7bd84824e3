import {
	ANY_LEVEL,
	headerFormat,
	ISO_TIME,
	sticky,
	SYSLOG_TIME,
	type LineFormat
} from './line-format';

const PROGRAM = String.raw`([^\s:[\]"=,]{1,64}(?: \d[\w.]*)?)(?:\[[\w.-]+\])?:(?: |(?=[\r\n]|$))`;
const UPTIME = String.raw`(?:\[ *\d+\.\d+\] )?`;

/** RFC 3164, as syslog daemons write it to files and `journalctl` prints it (`short`, `short-iso`). */
export const syslog: LineFormat = headerFormat({
	id: 'syslog',
	name: 'Syslog or journalctl',
	example: 'Nov 24 12:00:01 web1 sshd[4711]: Connection closed by 192.0.2.7',
	// <priority> time host program[pid]: and, from the kernel, its uptime. With an ISO time the program has to be there.
	header: sticky(
		String.raw`(?:<(\d{1,3})>)?(?:(${SYSLOG_TIME}) ([\w.:-]+) (?:${PROGRAM}${UPTIME})?|(?=\d{4}-\d\d-\d\dT)(${ISO_TIME}) (?!${ANY_LEVEL}\b)([\w.:-]+) ${PROGRAM}${UPTIME})`
	),
	fields: ([, priority, bsd, host, program, iso, isoHost, isoProgram]) => ({
		time: bsd ?? iso ?? '',
		level: priority === undefined ? '' : String(Number(priority) % 8),
		source: program ?? isoProgram ?? host ?? isoHost ?? ''
	})
});
