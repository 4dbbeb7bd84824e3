import { headerFormat, ISO_TIME, sticky, type LineFormat } from './line-format';

/** Go's zap in its console form: fields apart by tabs, logger and place in the source optional. */
export const zapConsole: LineFormat = headerFormat({
	id: 'zap-console',
	name: 'Go zap (console)',
	example: '2026-11-24T12:00:01.250Z\tINFO\tcart\tshop/cart.go:17\tstock is low\t{"left": 3}',
	header: sticky(
		String.raw`(${ISO_TIME})\t(DEBUG|INFO|WARN|ERROR|DPANIC|PANIC|FATAL|debug|info|warn|error|dpanic|panic|fatal)\t(?:([\w.-]+)\t(?=\S))?(?:[\w./@-]+\.go:\d+\t)?`
	),
	fields: ([, time = '', level = '', source = '']) => ({
		time,
		level: level.replace(/^dpanic$/i, 'panic'),
		source
	})
});
