import { headerFormat, LEVEL, type LineFormat, timed } from './line-format';

/** Logger, process and level in columns, as fail2ban writes them. */
export const fail2ban: LineFormat = headerFormat({
	id: 'fail2ban',
	name: 'fail2ban',
	example: '2026-11-24 12:00:01,250 fail2ban.actions        [4711]: NOTICE  [sshd] Ban 192.0.2.7',
	header: timed({ after: String.raw` ([A-Za-z][\w.]*) *\[\d+\]: (${LEVEL}) +` }),
	fields: ([, time = '', source = '', level = '']) => ({ time, level, source })
});
