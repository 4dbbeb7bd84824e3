import {
	ANY_LEVEL,
	headerFormat,
	ISO_TIME,
	sticky,
	SYSLOG_TIME,
	type LineFormat
} from './line-format';
import { OUTCOME } from './outcome-words';

/** A program has a letter in it, `usb 1-1:` is the kernel's; and it is no outcome, as of `yum`. */
const PROGRAM = String.raw`((?=[^\s:[\]]*[A-Za-z])(?![\d.-]+:|${OUTCOME})[^\s:[\]"=,{}]{1,64}(?: \d[\w.]*)?)(?:\[[\w.-]+\])?:(?: |(?=[\r\n]|$))`;
const UPTIME = String.raw`(?:\[ *\d+\.\d+\] )?`;
/** What Solaris puts ahead of a message: its number, and facility and level by their names. */
const MESSAGE_ID = String.raw`(?:\[ID \d{1,10} \w+\.(\w+)\] )?`;
const HOST = String.raw`[\w.:-]*[\w.-]`;

/** RFC 3164, as syslog daemons write it to files and `journalctl` prints it (`short`, `short-iso`, `short-unix`). */
export const syslog: LineFormat = headerFormat({
	id: 'syslog',
	name: 'Syslog or journalctl',
	example: 'Nov 24 12:00:01 web1 sshd[4711]: Connection closed by 192.0.2.7',
	// <priority> time host program[pid]: and, from the kernel, its uptime. With an ISO time the program has to be there.
	header: sticky(
		String.raw`(?:<(\d{1,3})>)?(?:(${SYSLOG_TIME})(?: [+-]\d\d:?\d\d| UTC| GMT)? (?:(${HOST}) (?:${PROGRAM}${UPTIME}${MESSAGE_ID})?|${PROGRAM}${UPTIME}|(?=${OUTCOME}))|(?:(?=\d{4}-\d\d-\d\dT)(${ISO_TIME})|(\d{10}\.\d{6})) (?!${ANY_LEVEL})(?:(?:([\w.:-]+)|[\w-]+,[\da-f]{12},[^\s:]+:) )?(?!\()${PROGRAM}${UPTIME})`
	),
	fields: ([, priority, bsd, host, ...more]) => {
		const [program, named, bare, iso, epoch, isoHost, isoProgram] = more;
		return {
			time: bsd ?? iso ?? epoch ?? '',
			level: priority === undefined ? (named ?? '') : String(Number(priority) % 8),
			source: program ?? bare ?? isoProgram ?? host ?? isoHost ?? ''
		};
	}
});
