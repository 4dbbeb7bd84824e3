import { sticky, type LineFormat } from './line-format';
import { offsetText } from '../time-names';

const LINE = sticky(String.raw`<!\[LOG\[([^\r\n]*?)\]LOG\]!><([^\r\n]*)>`);
const LEVELS: Record<string, string> = { '1': 'info', '2': 'warning', '3': 'error' };

/** Configuration Manager (CMTrace). The zone is minutes to be added for UTC. */
export const sccm: LineFormat = {
	id: 'sccm',
	name: 'Configuration Manager (CMTrace)',
	example:
		'<![LOG[The policy failed]LOG]!><time="12:00:01.250-060" date="11-24-2026" component="PolicyAgent" context="" type="3" thread="17" file="a.cpp:9">',
	read(text, start, end) {
		LINE.lastIndex = start;
		const match = LINE.exec(text);
		if (!match || LINE.lastIndex > end) return undefined;
		const [, message = '', attributes = ''] = match;
		const value = (name: string): string =>
			new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
		return {
			time: timeOf(value('date'), value('time')),
			level: LEVELS[value('type')] ?? '',
			source: value('component'),
			start,
			message
		};
	}
};

function timeOf(date: string, clock: string): string {
	const [, time = '', sign = '', bias = ''] = /^([\d:.]+)(?:([+-])(\d+))?$/.exec(clock) ?? [];
	const [month = '', day = '', year = ''] = date.split('-');
	if (time === '' || year === '') return '';
	const offset = sign === '' ? '' : offsetText(Number(sign === '-' ? bias : `-${bias}`));
	return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time}${offset}`;
}
