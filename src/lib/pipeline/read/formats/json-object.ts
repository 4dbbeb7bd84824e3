import { entryOfObject } from '../json-entry';
import { withAudit } from '../audit-entry';
import { parseObject } from '../json-fields';
import type { LineFormat } from './line-format';
import { CLOSE_BRACE, OPEN_BRACE } from '../../text/char-codes';

/** Objects between the lines of a plain log, and within the envelopes of containers and daemons. */
export const jsonObject: LineFormat = {
	id: 'json-object',
	name: 'JSON object',
	example: '{"time":"2026-11-24T12:00:01.25Z","level":"warn","msg":"stock is low"}',
	read(text, start, end) {
		if (text.charCodeAt(start) !== OPEN_BRACE) return undefined;
		let last = end - 1;
		while (last > start && text.charCodeAt(last) <= 32) last--;
		if (text.charCodeAt(last) !== CLOSE_BRACE) return undefined;
		const object = parseObject(text.slice(start, last + 1));
		if (!object) return undefined;
		const entry = withAudit(entryOfObject(object), object);
		if (entry.message === '' || (entry.time === '' && entry.level === '')) return undefined;
		return { ...entry, start, object };
	}
};
