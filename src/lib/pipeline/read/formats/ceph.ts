import { headerFormat, type LineFormat, timed } from './line-format';

/** Thread and verbosity; the level is said only of what goes to the cluster's own log. */
export const ceph: LineFormat = headerFormat({
	id: 'ceph',
	name: 'Ceph',
	example: '2026-11-24T12:00:01.250+0000 7f1b2c3d4700 -1 osd.3 17 no reply from osd.5',
	header: timed({
		after: String.raw` [\da-f]{8,16} {1,2}-?\d{1,2} (?:log_channel\((\w+)\) log \[(DBG|INF|WRN|ERR|SEC)\] : )?`
	}),
	fields: ([, time = '', source = '', level = '']) => ({
		time,
		source,
		level: level === 'SEC' ? 'warning' : level
	})
});
