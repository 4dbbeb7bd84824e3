import { MAX_ENTRY_CHARS, MAX_ENTRY_LINES } from '../constants';
import { noRows, type GrowingRows } from './scanned-rows';
import type { LineFormat } from './formats/line-format';
import { Joiner, type EntryState, type JoinRule } from './join-rule';
import { LineReader, type ReadLine } from './line-reader';

/** One log entry. Text that is absent is ''. */
export interface LogEntry {
	time: string;
	level: string;
	source: string;
	/** The message in the scanned text. */
	start: number;
	end: number;
	/** The message, where it is no plain part of the text: unpacked, joined from parts, or without its colours. */
	message?: string;
}

export interface ScannedEntries extends GrowingRows {
	entries: LogEntry[];
}

/** An entry whose further lines may still come. */
class OpenEntry {
	private parts: string[] | undefined;
	private lines = 1;
	private partial: boolean;
	private readonly entry: LogEntry;
	/** Where its first line starts, and its newest one ends. */
	constructor(
		private readonly text: string,
		readonly from: number,
		line: ReadLine,
		public to: number,
		readonly state: EntryState
	) {
		const { time = '', level = '', source = '' } = line.fields ?? {};
		this.entry = { time, level, source, start: line.start, end: line.end };
		if (line.content !== undefined) this.parts = [line.content];
		this.partial = line.partial;
	}

	/** Whether a line belongs here by the bounds on an entry, and because its last line was in parts or by the rule. */
	takes(line: ReadLine, whole: () => string, joiner: Joiner): boolean {
		if (this.lines >= MAX_ENTRY_LINES || line.end - this.from > MAX_ENTRY_CHARS) return false;
		return (this.partial && line.fields !== undefined) || joiner.joins(line, whole(), this.state);
	}

	add(line: ReadLine, to: number): void {
		const { entry, text } = this;
		if (this.parts === undefined && line.content === undefined) this.extend(line);
		else {
			this.parts ??= [text.slice(entry.start, entry.end)];
			const part = line.content ?? text.slice(line.start, line.end);
			if (!this.partial) this.parts.push('\n');
			this.parts.push(part);
		}
		entry.end = line.end;
		this.partial = line.partial;
		this.lines++;
		this.to = to;
	}

	close(): LogEntry {
		return this.parts === undefined ? this.entry : { ...this.entry, message: this.parts.join('') };
	}

	/** A header with nothing after it has its message on the next line. */
	private extend({ start, end }: ReadLine): void {
		const { entry, text } = this;
		if (entry.start < entry.end) return;
		entry.start = start;
		while (entry.start < end && /[ \t]/.test(text.charAt(entry.start))) entry.start++;
	}
}

const LINE_END = /\r\n|\n|\r/g;

/**
 * Splits plain text into entries of one or more lines (LF, CRLF or CR), and reads their headers. Blank lines between
 * entries are passed over; inside of one they are part of it. Feed it pieces of any size: an entry whose next line has
 * not come is carried over.
 */
export class EntryScanner {
	private carry = '';
	private readonly joiner: Joiner;
	private readonly reader: LineReader;

	/** @throws InputError when the rule's pattern cannot be used */
	constructor(formats: readonly LineFormat[] = [], rule: JoinRule = { by: 'off' }) {
		this.joiner = new Joiner(rule);
		this.reader = new LineReader(formats);
	}

	/** @param final no more text follows: the last line ends with the text */
	push(piece: string, final: boolean): ScannedEntries {
		const text = this.carry + piece;
		const scan = new EntryScan(text, this.reader, this.joiner);
		// A CR at the very end may be half of a CRLF.
		const limit = !final && text.endsWith('\r') ? text.length - 1 : text.length;
		const lastWhole = scan.lines(limit);
		if (final && lastWhole < text.length) scan.line(lastWhole, text.length, text.length);
		// Blank lines behind an open entry are carried over with it.
		if (final || !scan.open) scan.finish();
		this.carry = final ? '' : text.slice(scan.open?.from ?? lastWhole);
		return scan.out;
	}
}

/** The scan of one piece. */
class EntryScan {
	readonly out: ScannedEntries;
	open: OpenEntry | undefined;
	/** Blank lines of which it is not known yet whether they are inside of an entry. */
	private blankLines = 0;
	private readonly ansi: boolean;

	constructor(
		private readonly text: string,
		private readonly reader: LineReader,
		private readonly joiner: Joiner
	) {
		this.out = { ...noRows(text), entries: [] };
		this.ansi = text.includes('\u001b');
	}

	/** Takes all whole lines; gives the offset behind the last one. */
	lines(limit: number): number {
		return this.text.includes('\r') ? this.linesByPattern(limit) : this.linesByFeed();
	}

	line(start: number, end: number, next: number): void {
		if (start === end) {
			this.blankLines++;
			return;
		}
		const line = this.reader.read(this.text, start, end, this.ansi);
		const whole = (): string => line.whole ?? this.text.slice(start, end);
		if (this.open?.takes(line, whole, this.joiner)) this.open.add(line, next);
		else {
			this.finish();
			this.open = new OpenEntry(
				this.text,
				start,
				line,
				next,
				this.joiner.begin(line, line.content ?? this.text.slice(line.start, end))
			);
			if (this.joiner.never && !line.partial) this.finish();
			return;
		}
		// Blank lines between the lines of one entry are part of it.
		this.blankLines = 0;
	}

	/** Ends the open entry. */
	finish(): void {
		const { open, out } = this;
		out.blankLines += this.blankLines;
		this.blankLines = 0;
		if (!open) return;
		const entry = open.close();
		out.entries.push(entry);
		out.starts.push(open.from);
		out.ends.push(open.to);
		out.cellCounts.push(1);
		out.cells.push(entry.start, entry.end);
		out.rows++;
		this.open = undefined;
	}

	private linesByFeed(): number {
		let start = 0;
		for (let end = this.text.indexOf('\n'); end !== -1; end = this.text.indexOf('\n', start)) {
			this.line(start, end, end + 1);
			start = end + 1;
		}
		return start;
	}

	private linesByPattern(limit: number): number {
		let start = 0;
		LINE_END.lastIndex = 0;
		for (let match = LINE_END.exec(this.text); match; match = LINE_END.exec(this.text)) {
			if (match.index >= limit) break;
			const next = LINE_END.lastIndex;
			this.line(start, match.index, next);
			start = next;
			LINE_END.lastIndex = next;
		}
		return start;
	}
}

/** The entry that a stored raw row is: all its lines belong to it, by whatever rule they were joined. */
export function readEntry(raw: string, formats: readonly LineFormat[]): LogEntry {
	const scan = new EntryScan(raw, new LineReader(formats), ALL_JOIN);
	const lastWhole = scan.lines(raw.length);
	if (lastWhole < raw.length) scan.line(lastWhole, raw.length, raw.length);
	scan.finish();
	return scan.out.entries[0] ?? { time: '', level: '', source: '', start: 0, end: 0 };
}

/** No line can match. */
const ALL_JOIN = new Joiner({ by: 'start', pattern: '^[^\\s\\S]' });
