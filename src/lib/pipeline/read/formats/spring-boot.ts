import { headerFormat, ISO_TIME, LEVEL, sticky, type LineFormat } from './line-format';

export const springBoot: LineFormat = headerFormat({
	id: 'spring-boot',
	name: 'Spring Boot',
	example:
		'2026-11-24T12:00:01.250+01:00  INFO 4711 --- [shop] [main] com.example.shop.Shop : Started in 2.5 seconds',
	// time level pid --- [app] [thread] logger : message
	header: sticky(String.raw`(${ISO_TIME}) +(${LEVEL}) \d+ --- (?:\[[^\]\r\n]*\] ?)+ *(\S+) +: `),
	fields: ([, time = '', level = '', source = '']) => ({ time, level, source })
});
