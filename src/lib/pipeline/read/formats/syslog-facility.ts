import { headerFormat, type LineFormat, timed } from './line-format';

/** OpenWrt, BSD and routers write the facility and the level of syslog by their names; the host may be missing. */
export const syslogFacility: LineFormat = headerFormat({
	id: 'syslog-facility',
	name: 'Syslog with facility and level',
	example: 'Tue Nov 24 12:00:01 2026 daemon.err dnsmasq[4711]: failed to send packet',
	header: timed({
		before: String.raw`(?:<\d{1,3}>)?`,
		after: String.raw` (?:([\w.:-]+) )?(?:kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|ntp|local\d)\.(\w+) (?:: )?([\w./-]+)(?:\[\d+\])?: (?:\[ *\d+\.\d+\] )?`
	}),
	fields: ([, time = '', , level = '', source = '']) => ({ time, level, source })
});
