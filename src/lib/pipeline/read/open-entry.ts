import { MAX_ENTRY_CHARS, MAX_ENTRY_LINES } from '../constants';
import { jsonObject } from './formats/json-object';
import type { LineFields } from './formats/line-format';
import type { EntryState, Joiner } from './join-rule';
import type { LogEntry, ReadLine } from './log-entry';

/** Milliseconds after which a line that looks like no part of a trace is an entry of its own. */
const MAX_PAUSE_WITHIN = 500;

/** A stretch of the text. */
export type Range = [from: number, to: number];

/** The text of some stretches, one after the other. */
export const linesOf = (text: string, ranges: readonly Range[]): string =>
	ranges.map(([from, to]) => text.slice(from, to)).join('');

/** An entry whose further lines may still come. */
export class OpenEntry {
	/** Where its lines stand, without those of other entries between them. */
	readonly ranges: Range[];
	private parts: string[] | undefined;
	private lines = 1;
	private partial: boolean;
	private hasPartials: boolean;
	private readonly entry: LogEntry;
	private fields: LineFields | undefined;
	/** When its newest line was written. */
	private newest: string;

	/** Where its first line starts, and its newest one ends. */
	constructor(
		private readonly text: string,
		from: number,
		line: ReadLine,
		to: number,
		readonly state: EntryState
	) {
		const { time = '', level = '', source = '', object } = line.fields ?? {};
		this.ranges = [[from, to]];
		this.fields = line.fields;
		this.newest = time;
		this.entry = { time, level, source, start: line.start, end: line.end };
		if (object) this.entry.object = object;
		if (line.content !== undefined) this.parts = [line.content];
		this.partial = line.partial;
		this.hasPartials = line.partial;
	}

	get from(): number {
		return this.ranges[0]?.[0] ?? 0;
	}

	get stream(): string {
		return this.fields?.stream ?? '';
	}

	/** It has all lines up to a blank one. */
	get isBlock(): boolean {
		return this.fields?.block === true;
	}

	/** The last line was cut into parts, and this line is the next. */
	awaits({ fields }: ReadLine): boolean {
		return this.partial && fields !== undefined && (fields.stream ?? '') === this.stream;
	}

	/** Whether a line belongs here by the bounds on an entry, and because its last line was in parts or by the rule. */
	takes(line: ReadLine, whole: () => string, joiner: Joiner): boolean {
		if (this.lines >= MAX_ENTRY_LINES || line.end - this.from > MAX_ENTRY_CHARS) return false;
		if (this.partial && line.fields !== undefined) return true;
		if (this.isBlock) return true;
		if (this.fields?.open) return !line.headed;
		const isLater = (): boolean =>
			line.fields !== undefined && this.pauseUntil(line.fields) > MAX_PAUSE_WITHIN;
		return joiner.joins(line, whole, this.state, isLater);
	}

	/** @param blankLines of the same envelope, between the last line and this one */
	add(line: ReadLine, to: number, blankLines = 0): void {
		const { entry, text } = this;
		if (this.parts === undefined && line.content === undefined) this.extend(line);
		else {
			this.parts ??= [text.slice(entry.start, entry.end)];
			const part = line.content ?? text.slice(line.start, line.end);
			if (!this.partial) this.parts.push('\n'.repeat(1 + blankLines));
			this.parts.push(part);
		}
		entry.end = line.end;
		this.partial = line.partial;
		this.hasPartials ||= line.partial;
		if (line.fields) this.newest = line.fields.time;
		this.lines++;
		this.reach(to);
	}

	/** Milliseconds from its newest line, by the envelopes' times; NaN when these are unknown. */
	pauseUntil({ time }: LineFields): number {
		return Date.parse(time) - Date.parse(this.newest);
	}

	/** The lines between the last one and this are of other entries. */
	resume(from: number): void {
		this.ranges.push([from, from]);
	}

	/** Reads a line as the second half of the head, if there is one to come and it fits. */
	takesSecond(start: number, end: number, to: number): boolean {
		if (!this.fields?.second) return false;
		const second = this.fields.second(this.text, start, end);
		this.fields = undefined;
		if (!second) return false;
		const { entry } = this;
		entry.level = second.level || entry.level;
		entry.source = second.source || entry.source;
		entry.start = second.start;
		entry.end = end;
		this.reach(to);
		return true;
	}

	close(): LogEntry {
		const { entry, text, fields, parts } = this;
		if (fields?.whole) {
			Object.assign(entry, fields.whole(linesOf(text, this.ranges)));
		}
		if (parts === undefined)
			return this.ranges.length > 1 ? { ...entry, message: this.between() } : entry;
		const message = parts.join('');
		return this.hasPartials ? unpackedWhole(entry, message) : { ...entry, message };
	}

	/** Its message, without the lines of other entries that stand within. */
	private between(): string {
		const { start, end } = this.entry;
		const within = this.ranges.map(([from, to]): Range => [
			Math.max(from, start),
			Math.min(to, end)
		]);
		return linesOf(
			this.text,
			within.filter(([from, to]) => to > from)
		);
	}

	/** A header with nothing after it has its message on the next line. */
	private extend({ start, end }: ReadLine): void {
		const { entry, text } = this;
		if (entry.start < entry.end) return;
		entry.start = start;
		while (entry.start < end && /[ \t]/.test(text.charAt(entry.start))) entry.start++;
	}

	private reach(to: number): void {
		const last = this.ranges[this.ranges.length - 1];
		if (last) last[1] = to;
	}
}

/** An object that an envelope cut into parts can only be read when they are together. */
function unpackedWhole(entry: LogEntry, message: string): LogEntry {
	const inner = jsonObject.read(message, 0, message.length);
	if (!inner) return { ...entry, message };
	return {
		...entry,
		time: entry.time || inner.time,
		level: inner.level || entry.level,
		source: inner.source || entry.source,
		message: inner.message ?? message,
		object: inner.object
	};
}
