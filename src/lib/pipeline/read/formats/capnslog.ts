import { headerFormat, type LineFormat, timed } from './line-format';

/** capnslog, as etcd up to 3.4 and others of its time write it. */
export const capnslog: LineFormat = headerFormat({
	id: 'capnslog',
	name: 'capnslog (etcd to 3.4)',
	example: '2026-11-24 12:00:01.250000 W | etcdserver: the request took too long',
	header: timed({ after: String.raw` ([CEWNIDT]) \| (?:([\w./-]+): )?` }),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
