import { DATED_TIME, headerFormat, sticky, type LineFormat } from './line-format';

/** Logrus for a terminal: four letters of the level, and seconds since the start or a time. */
export const logrus: LineFormat = headerFormat({
	id: 'logrus',
	name: 'Go logrus (terminal)',
	example: 'WARN[0017] Stock is low                                  left=3',
	gate: sticky(String.raw`(?:PANI|FATA|ERRO|WARN|INFO|DEBU|TRAC)\[`),
	header: sticky(String.raw`(PANI|FATA|ERRO|WARN|INFO|DEBU|TRAC)\[(?:\d{4,}|(${DATED_TIME}))\] ?`),
	fields: ([, level = '', time = '']) => ({ time, level })
});
