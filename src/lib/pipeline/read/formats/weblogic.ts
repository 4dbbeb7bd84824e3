import { sticky, type LineFormat } from './line-format';

const HEADER = sticky(String.raw`####<([^>\r\n]*)> <(\w+)> <([^>\r\n]*)> `);
const FIELD = /<((?:[^<>]|<[^<>]*>)*)> ?/y;
const CODE = /^(?:BEA|WL)-?\w*$/;

/** WebLogic's server log: all fields in angle brackets, the message last. */
export const weblogic: LineFormat = {
	id: 'weblogic',
	name: 'WebLogic',
	example:
		"####<Nov 24, 2026 11:58:08 AM CET> <Error> <Deployer> <shop01> <adm> <[ACTIVE] ExecuteThread: '3'> <> <BEA-149205> <The deployment failed>",
	read(text, start, end) {
		HEADER.lastIndex = start;
		const match = HEADER.exec(text);
		if (!match || HEADER.lastIndex > end) return undefined;
		const [, time = '', level = '', source = ''] = match;
		const from = messageStart(text, HEADER.lastIndex, end);
		const isClosed = text.charAt(from - 1) === '<' && text.charAt(end - 1) === '>';
		return {
			time,
			level,
			source,
			start: from,
			...(isClosed ? { message: text.slice(from, end - 1).trimEnd() } : {})
		};
	}
};

/** Behind the bracket that follows the code of the message, else behind the known fields. */
function messageStart(text: string, start: number, end: number): number {
	FIELD.lastIndex = start;
	for (let match = FIELD.exec(text); match; match = FIELD.exec(text)) {
		if (FIELD.lastIndex >= end) break;
		if (CODE.test(match[1] ?? '')) return FIELD.lastIndex + 1;
	}
	return start;
}
