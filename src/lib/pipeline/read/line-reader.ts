import { withoutAnsi } from '../text/ansi';
import { OPEN_BRACE } from '../text/char-codes';
import { jsonObject } from './formats/json-object';
import type { LineFields, LineFormat } from './formats/line-format';
import type { ReadLine } from './log-entry';

const BYTE_ORDER_MARK = 0xfeff;
/** Blanks, tabs, byte order marks and NULs by their codes. */
const INDENT: Record<number, true> = { 0: true, 9: true, 32: true, [BYTE_ORDER_MARK]: true };

/** Reads lines by the formats that a file may hold: the first that fits a line, and within an envelope once more. */
export class LineReader {
	private readonly inner: readonly LineFormat[];

	/** @param formats in the order in which they are tried */
	constructor(private readonly formats: readonly LineFormat[]) {
		this.inner = formats.filter(({ envelope }) => !envelope);
	}

	/** @param ansi the text may hold colour sequences */
	read(text: string, start: number, end: number, ansi: boolean): ReadLine {
		const escape = ansi ? text.indexOf('\u001b', start) : -1;
		if (escape === -1 || escape >= end) return this.readPlain(text, start, end);
		const plain = withoutAnsi(text.slice(start, end));
		const line = this.readPlain(plain, 0, plain.length);
		return {
			...line,
			start,
			end,
			content: line.content ?? plain.slice(line.start),
			whole: line.whole ?? plain
		};
	}

	private readPlain(text: string, start: number, end: number): ReadLine {
		const line = this.readAt(text, start, end);
		if (line.fields || !INDENT[text.charCodeAt(start)]) return line;
		// A head may be indented, or stand behind a byte order mark where files were put together.
		let at = start + 1;
		while (at < end && INDENT[text.charCodeAt(at)]) at++;
		const indented = this.readAt(text, at, end);
		return indented.dated || text.charCodeAt(start) === BYTE_ORDER_MARK ? indented : line;
	}

	private readAt(text: string, start: number, end: number): ReadLine {
		for (const format of this.formats) {
			const fields = format.read(text, start, end);
			if (!fields) continue;
			if (format.envelope) return this.readEnveloped(fields, text, end);
			const { time, start: from, message } = fields;
			const dated = time !== '';
			const line: ReadLine = { fields, headed: true, dated, start: from, end, partial: false };
			if (message !== undefined) line.content = message;
			const first = message === undefined ? text.charCodeAt(from) : message.charCodeAt(0);
			return first === OPEN_BRACE ? { ...line, ...unpacked(fields, text, end) } : line;
		}
		return { headed: false, dated: false, start, end, partial: false };
	}

	private readEnveloped(outer: LineFields, text: string, end: number): ReadLine {
		const packed = withoutAnsi(outer.message ?? text.slice(outer.start, end));
		const common = { start: outer.start, end, whole: packed, partial: outer.partial ?? false };
		for (const format of this.inner) {
			const inner = format.read(packed, 0, packed.length);
			if (!inner) continue;
			const fields = {
				...outer,
				time: outer.time || inner.time,
				level: inner.level || outer.level,
				source: inner.source || outer.source,
				object: inner.object
			};
			return {
				...common,
				fields,
				headed: true,
				dated: inner.time !== '',
				content: inner.message ?? packed.slice(inner.start)
			};
		}
		return { ...common, fields: outer, headed: false, dated: false, content: packed };
	}
}

/** A message that is a JSON object says itself what it is about; the head of its line stands in for what it lacks. */
function unpacked(
	outer: LineFields,
	text: string,
	end: number
): Pick<ReadLine, 'fields' | 'content'> | undefined {
	const { message } = outer;
	const inner =
		message === undefined
			? jsonObject.read(text, outer.start, end)
			: jsonObject.read(message, 0, message.length);
	if (!inner) return undefined;
	return {
		fields: {
			...outer,
			time: outer.time || inner.time,
			level: inner.level || outer.level,
			source: inner.source || outer.source,
			object: inner.object
		},
		content: inner.message ?? ''
	};
}
