import { sticky, SYSLOG_TIME, ISO_TIME, type LineFormat } from './line-format';

// Perhaps a syslog header, then CEF:version|vendor|product|version|event|name|severity|extension
const HEADER = sticky(
	String.raw`(?:(?:<\d{1,3}>)?(${SYSLOG_TIME}|${ISO_TIME}) \S+ )?CEF: ?\d\|[^|\r\n]*\|([^|\r\n]*)\|[^|\r\n]*\|[^|\r\n]*\|((?:[^|\\\r\n]|\\.)*)\|(\w[\w-]*)\|`
);
const RECEIPT = /(?:^| )(?:rt|end|start)=(\d{12,14}|[A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d)/;

/** ArcSight's common event format. The message is the event's name and its extension. */
export const cef: LineFormat = {
	id: 'cef',
	name: 'Security events (CEF)',
	example: 'CEF:0|Example|Firewall|1.0|100|Connection denied|7|src=192.0.2.7 dst=198.51.100.9',
	read(text, start, end) {
		HEADER.lastIndex = start;
		const match = HEADER.exec(text);
		if (!match || HEADER.lastIndex > end) return undefined;
		const [, sent, source = '', name = '', severity = ''] = match;
		const extension = text.slice(HEADER.lastIndex, end);
		return {
			time: RECEIPT.exec(extension)?.[1] ?? sent ?? '',
			level: levelOf(severity),
			source,
			start: HEADER.lastIndex,
			message: `${name.replace(/\\(.)/g, '$1')} ${extension}`.trimEnd()
		};
	}
};

/** 0 to 3 is low, 4 to 6 medium, 7 and 8 high, 9 and 10 very high. */
function levelOf(severity: string): string {
	const named = { low: 'info', medium: 'warning', high: 'error', 'very-high': 'critical' };
	const value = Number(severity);
	if (Number.isNaN(value)) return named[severity.toLowerCase() as keyof typeof named] ?? '';
	return value <= 3 ? 'info' : value <= 6 ? 'warning' : value <= 8 ? 'error' : 'critical';
}
