import {
	DATED_TIME,
	headerFormat,
	LEVEL,
	type LineFormat,
	sticky,
	TIME_OF_DAY
} from './line-format';

/** Logger in square brackets, thread in round ones. */
export const jboss: LineFormat = headerFormat({
	id: 'jboss',
	name: 'JBoss or WildFly',
	example:
		'2026-11-24 12:00:01,250 ERROR [org.example.shop] (ServerService Thread Pool -- 17) The deployment failed',
	header: sticky(
		String.raw`(?:(${DATED_TIME})|${TIME_OF_DAY}) (${LEVEL}) +\[([\w.$*-]+)\] \([^)\r\n]*\) `
	),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
