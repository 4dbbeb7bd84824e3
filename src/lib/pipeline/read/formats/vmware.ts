import { headerFormat, type LineFormat, timed } from './line-format';

/** Levels in two letters. */
const SHORT: Record<string, string> = {
	Db: 'debug',
	In: 'info',
	No: 'notice',
	Wa: 'warning',
	Er: 'error',
	Cr: 'critical',
	Al: 'alert',
	Em: 'emergency'
};

/** Services name their level in a word or, since version 8, in two letters; the kernel where it is a warning. */
export const vmware: LineFormat = headerFormat({
	id: 'vmware',
	name: 'VMware ESXi',
	example:
		'2026-11-24T12:00:01.250Z error hostd[2099] [Originator@6876 sub=Vimsvc] Failed to find the host',
	header: timed({
		after: String.raw` (?:(?:(Db|In|No|Wa|Er|Cr|Al|Em)\(\d+\) |(error|warning|info|verbose|trivia|panic) (?=[\w-]+(?:\[| ?:)))([\w-]+)(?:\[\w+\])? ?:? (?:\[[^\]\r\n]*\] )?|(?=cpu\d+:\d+\)))(?:cpu\d+:\d+\)(?:(WARNING|ALERT): )?)?`
	}),
	fields: ([, time = '', short = '', word = '', source = '', kernel = '']) => ({
		time,
		level: kernel || word || (SHORT[short] ?? ''),
		source: source || 'vmkernel'
	})
});
