import { headerFormat, LEVEL, type LineFormat, TIME_OF_DAY, timed } from './line-format';

/** Logger in square brackets, thread in round ones. */
export const jboss: LineFormat = headerFormat({
	id: 'jboss',
	name: 'JBoss or WildFly',
	example:
		'2026-11-24 12:00:01,250 ERROR [org.example.shop] (ServerService Thread Pool -- 17) The deployment failed',
	header: timed({
		instead: String.raw`${TIME_OF_DAY}`,
		after: String.raw` (${LEVEL}) +\[([\w.$*-]+)\] \([^)\r\n]*\) `
	}),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
