import { headerFormat, LEVEL, type LineFormat, timed } from './line-format';

/** Thread in round brackets, collection and shard in square ones, and a shortened logger without a mark behind it. */
export const solr: LineFormat = headerFormat({
	id: 'solr',
	name: 'Solr',
	example:
		'2026-11-24 12:00:01.250 WARN  (qtp1-17) [c:shop s:shard1 r:core1] o.a.s.c.Core The index is old',
	header: timed({
		after: String.raw` (${LEVEL}) +\([^)\r\n]+\) \[[^\]\r\n]*\] ([A-Za-z]\w*(?:\.\w+)+) (?:=> )?`
	}),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
