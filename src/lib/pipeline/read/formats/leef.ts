import { ISO_TIME, sticky, SYSLOG_TIME, type LineFormat } from './line-format';

// Perhaps a syslog header, then LEEF:version|vendor|product|version|event|(separator|)attributes
const HEADER = sticky(
	String.raw`(?:(?:<\d{1,3}>)?(${SYSLOG_TIME}|${ISO_TIME}) \S+ )?LEEF:[12]\.0\|[^|\r\n]*\|([^|\r\n]*)\|[^|\r\n]*\|(?=([^|\r\n]*)\|)`
);

/** QRadar's event format. The message is the event's id and its attributes. */
export const leef: LineFormat = {
	id: 'leef',
	name: 'Security events (LEEF)',
	example: 'LEEF:1.0|Example|Firewall|1.0|deny|src=192.0.2.7\tdst=198.51.100.9\tsev=7',
	read(text, start, end) {
		HEADER.lastIndex = start;
		const match = HEADER.exec(text);
		if (!match || HEADER.lastIndex > end) return undefined;
		const attributes = text.slice(HEADER.lastIndex, end);
		const [, sent = '', source = ''] = match;
		const severity = Number(/\bsev=(\d+)/.exec(attributes)?.[1] ?? NaN);
		return {
			time: /\bdevTime=([^\t^|]+)/.exec(attributes)?.[1] ?? sent,
			level:
				severity >= 9
					? 'critical'
					: severity >= 7
						? 'error'
						: severity >= 4
							? 'warning'
							: severity >= 0
								? 'info'
								: '',
			source,
			start: HEADER.lastIndex
		};
	}
};
