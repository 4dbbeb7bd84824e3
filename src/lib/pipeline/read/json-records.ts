import { MAX_JSON_VALUE_CHARS } from '../constants';
import { endOfObject, endOfString, NOT_ONE, OPEN } from './json-text';

/** Characters of a field beside the records that are kept with each of them. */
const MAX_CONTEXT_CHARS = 1_000;
const WHITE = /[\s,]/;

/** An object or array on the way to the records, whose end has not come. */
interface Level {
	isArray: boolean;
	/** Names of the path that lead to it. */
	depth: number;
	/** Its fields that came before the records, as `"name":value`. */
	context: string[];
	/** Records were found in it. */
	hasRecords: boolean;
}

/**
 * Takes the records out of the objects that hold them: `{"Records":[{…},{…}]}` becomes an object a line. Fields of the
 * objects around, such as the stream's labels of Loki, are added to each record. What is no such object is handed on as
 * it is. Feed it pieces of any size; however large the array is, no more than a record is held.
 */
export class RecordFinder {
	private carry = '';
	private readonly levels: Level[] = [];

	/** @param path names that lead from an outer object to the array */
	constructor(private readonly path: readonly string[]) {}

	/** @returns the records found so far, one a line */
	push(piece: string, final: boolean): string {
		const text = this.carry + piece;
		const out: string[] = [];
		let at = 0;
		for (;;) {
			while (at < text.length && WHITE.test(text.charAt(at))) at++;
			if (at === text.length) break;
			const next = this.step(text, at, final, out);
			if (next === -1) break;
			at = next;
		}
		this.carry = final ? '' : text.slice(at);
		if (final && at < text.length) out.push(text.slice(at));
		return out.length === 0 ? '' : `${out.join('\n')}\n`;
	}

	/** Offset behind what was understood; -1 where more text is needed. */
	private step(text: string, at: number, final: boolean, out: string[]): number {
		const level = this.levels.at(-1);
		if (!level) return this.outside(text, at, final, out);
		const first = text.charAt(at);
		if (first === '}' || first === ']') return this.close(at, out);
		return level.isArray
			? this.element(level, text, at, final, out)
			: this.field(level, text, at, final);
	}

	private outside(text: string, at: number, final: boolean, out: string[]): number {
		if (text.charAt(at) === '{') return this.open(at, false, 0);
		if (text.charAt(at) === '[') return at + 1;
		const end = text.slice(at).search(/[\r\n]/);
		if (end === -1 && !final) return -1;
		const line = text.slice(at, end === -1 ? text.length : at + end);
		if (line !== ']') out.push(line);
		return at + line.length;
	}

	private open(at: number, isArray: boolean, depth: number): number {
		this.levels.push({ isArray, depth, context: [], hasRecords: false });
		return at + 1;
	}

	private close(at: number, out: string[]): number {
		const level = this.levels.pop();
		const outer = this.levels.at(-1);
		if (level?.hasRecords && outer) outer.hasRecords = true;
		// An object without the array is a row itself.
		if (level && !outer && !level.hasRecords && level.context.length > 0)
			out.push(`{${level.context.join(',')}}`);
		return at + 1;
	}

	private field(level: Level, text: string, at: number, final: boolean): number {
		const nameEnd = text.charAt(at) === '"' ? endOfString(text, at, text.length) : NOT_ONE;
		if (nameEnd === OPEN) return final ? text.length : -1;
		if (nameEnd === NOT_ONE) return at + 1;
		const colon = /^\s*:\s*/.exec(text.slice(nameEnd + 1, nameEnd + 64))?.[0] ?? '';
		const start = nameEnd + 1 + colon.length;
		if (start >= text.length) return final ? text.length : -1;
		const first = text.charAt(start);
		if (text.slice(at + 1, nameEnd) === this.path[level.depth] && /[[{]/.test(first))
			return this.open(start, first === '[', level.depth + 1);
		const end = endOfValue(text, start, final);
		if (end === -1) return -1;
		if (end - at <= MAX_CONTEXT_CHARS) level.context.push(text.slice(at, end));
		return end;
	}

	private element(level: Level, text: string, at: number, final: boolean, out: string[]): number {
		const isRecord = level.depth === this.path.length;
		if (text.charAt(at) === '{' && !isRecord) return this.open(at, false, level.depth);
		const end = endOfValue(text, at, final);
		if (end === -1) return -1;
		if (isRecord) {
			level.hasRecords = true;
			out.push(this.record(text.slice(at, end)));
		}
		return end;
	}

	/** A record as an object on one line, with the fields around it. */
	private record(raw: string): string {
		const context = this.levels.flatMap((level) => level.context);
		const line = raw.replace(/[\r\n]+\s*/g, ' ');
		const all = asObject(line);
		if (context.length === 0) return all;
		// The record's own fields come last: of two with one name they count.
		const own = all.slice(1, -1).trim();
		return flattened(
			`{${context.join(',').replace(/[\r\n]+\s*/g, ' ')}${own === '' ? '' : `,${own}`}}`
		);
	}
}

/** `["1795521601250000000", "text"]`, as Loki writes its entries, as an object. */
function asObject(line: string): string {
	if (line.startsWith('{')) return flattened(line);
	try {
		const value: unknown = JSON.parse(line);
		const [timestamp, message] = Array.isArray(value) ? (value as unknown[]) : [undefined, value];
		return JSON.stringify({ timestamp, message });
	} catch {
		return JSON.stringify({ message: line });
	}
}

/** OpenTelemetry writes attributes as lists of key and value, and values with their type. */
function flattened(line: string): string {
	if (!/"(?:stringValue|kvlistValue|intValue|arrayValue|boolValue)"/.test(line)) return line;
	try {
		return JSON.stringify(plain(JSON.parse(line)));
	} catch {
		return line;
	}
}

function plain(value: unknown): unknown {
	if (Array.isArray(value)) {
		const isList = value.length > 0 && value.every(isKeyValue);
		return isList
			? Object.fromEntries(value.map(({ key, value: of }) => [key, plain(of)]))
			: value.map(plain);
	}
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value);
	const [first] = entries;
	if (entries.length === 1 && first && /^(?:string|int|double|bool|bytes)Value$/.test(first[0]))
		return first[1];
	if (entries.length === 1 && first && /^(?:array|kvlist)Value$/.test(first[0]))
		return plain((first[1] as { values?: unknown }).values ?? []);
	return Object.fromEntries(entries.map(([name, of]) => [name, plain(of)]));
}

const isKeyValue = (item: unknown): item is { key: string; value: unknown } =>
	typeof item === 'object' && item !== null && 'key' in item && 'value' in item;

/** Offset behind a value; -1 where it goes on. A value too long to be one ends with the text. */
export function endOfValue(text: string, start: number, final: boolean): number {
	const first = text.charAt(start);
	if (first === '{' || first === '[') {
		const end = endOfObject(text, start, final);
		if (end === OPEN) return -1;
		return end === NOT_ONE ? skipTo(text, start, final) : end;
	}
	if (first === '"') {
		const end = endOfString(text, start, Math.min(text.length, start + MAX_JSON_VALUE_CHARS));
		if (end >= 0) return end + 1;
		return end === OPEN && !final ? -1 : skipTo(text, start, final);
	}
	return skipTo(text, start, final);
}

/** Offset of what ends a number or word. */
function skipTo(text: string, start: number, final: boolean): number {
	for (let at = start + 1; at < text.length; at++) if (/[\s,}\]]/.test(text.charAt(at))) return at;
	return final ? text.length : -1;
}
