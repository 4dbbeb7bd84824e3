import { MAX_ENTRY_CHARS } from '../constants';
import { noRows, type GrowingRows } from './scanned-rows';
import type { LineFormat } from './formats/line-format';
import { Joiner, type JoinRule } from './join-rule';
import { LineReader } from './line-reader';
import type { LogEntry, ReadLine } from './log-entry';
import { linesOf, OpenEntry, type Range } from './open-entry';

export interface ScannedEntries extends GrowingRows {
	entries: LogEntry[];
}

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
		if (final) scan.finishParked();
		const cut = final ? text.length : scan.cut(lastWhole);
		this.carry = final ? '' : scan.rest(cut);
		return scan.close(cut);
	}
}

/** Milliseconds after which an output's entry is over, when lines of another one went on. */
const MAX_PAUSE = 500;

/** The scan of one piece. */
class EntryScan {
	private readonly done: { entry: LogEntry; ranges: Range[] }[] = [];
	/** Where blank lines were passed over. */
	private readonly passedOver: number[] = [];
	open: OpenEntry | undefined;
	/** Open entries of other outputs than the one whose line came last. */
	private readonly parked = new Map<string, OpenEntry>();
	/** Blank lines of which it is not known yet whether they are inside of an entry. */
	private blankLines = 0;
	/** Where the newest of them stands. */
	private blankAt = 0;
	private hasStreams = false;
	private readonly ansi: boolean;

	constructor(
		private readonly text: string,
		private readonly reader: LineReader,
		private readonly joiner: Joiner
	) {
		this.ansi = text.includes('\u001b');
	}

	/** Takes all whole lines (LF, CRLF or CR); gives the offset behind the last one. */
	lines(limit: number): number {
		const { text } = this;
		let start = 0;
		let feed = text.indexOf('\n');
		let carriage = text.indexOf('\r');
		for (;;) {
			if (feed !== -1 && feed < start) feed = text.indexOf('\n', start);
			if (carriage !== -1 && carriage < start) carriage = text.indexOf('\r', start);
			const isFeed = carriage === -1 || (feed !== -1 && feed < carriage);
			const end = isFeed ? feed : carriage;
			if (end === -1 || end >= limit) return start;
			const next = !isFeed && feed === carriage + 1 ? feed + 1 : end + 1;
			this.line(start, end, next);
			start = next;
		}
	}

	line(start: number, end: number, next: number): void {
		if (start === end) {
			this.blankLines++;
			this.blankAt = start;
			if (this.open?.isBlock) this.finish();
			return;
		}
		if (this.open?.takesSecond(start, end, next)) return;
		const line = this.reader.read(this.text, start, end, this.ansi);
		// Nothing but the envelope, or colours.
		if (line.content === '' && !line.headed && !line.partial && !this.open?.awaits(line)) {
			this.blankLines++;
			this.blankAt = start;
			return;
		}
		this.turnTo(line, start);
		const whole = (): string => line.whole ?? this.text.slice(start, end);
		if (this.open?.takes(line, whole, this.joiner))
			this.open.add(line, next, line.fields ? this.blankLines : 0);
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
		this.passOver();
		if (this.open) this.end(this.open);
		this.open = undefined;
	}

	finishParked(): void {
		for (const entry of this.parked.values()) this.end(entry);
		this.parked.clear();
	}

	/** From where on the text has to be read again with the next piece: the first line of an open entry. */
	cut(lastWhole: number): number {
		const open = [...this.parked.values(), ...(this.open ? [this.open] : [])];
		const first = Math.min(lastWhole, ...open.map(({ from }) => from));
		if (this.parked.size === 0 || lastWhole - first <= MAX_ENTRY_CHARS) return first;
		this.finishParked();
		return this.open?.from ?? lastWhole;
	}

	/** The text from an offset on, without the lines of entries that begin before it. */
	rest(cut: number): string {
		if (!this.hasStreams) return this.text.slice(cut);
		const taken = this.inOrder(cut)
			.flatMap(({ ranges }) => ranges.filter(([from]) => from >= cut))
			.sort(([a], [b]) => a - b);
		let rest = '';
		let at = cut;
		for (const [from, to] of taken) {
			rest += this.text.slice(at, from);
			at = to;
		}
		return rest + this.text.slice(at);
	}

	/** The entries that begin before an offset, in their order. */
	close(cut: number): ScannedEntries {
		const out: ScannedEntries = { ...noRows(this.text), entries: [] };
		out.blankLines = this.passedOver.filter((at) => at < cut).length;
		const woven: string[] = [];
		let end = this.text.length;
		for (const { entry, ranges } of this.inOrder(cut)) {
			let [from = 0, to = 0] = ranges[0] ?? [];
			if (ranges.length > 1) {
				// Others stood between its lines: they are put together behind the text.
				const lines = linesOf(this.text, ranges);
				woven.push(lines);
				from = end;
				to = end += lines.length;
				Object.assign(entry, { start: from, end: to });
			}
			out.entries.push(entry);
			out.starts.push(from);
			out.ends.push(to);
			out.cellCounts.push(1);
			out.cells.push(entry.start, entry.end);
			out.rows++;
		}
		if (woven.length > 0) out.text = this.text + woven.join('');
		return out;
	}

	private inOrder(cut: number): { entry: LogEntry; ranges: Range[] }[] {
		const from = ({ ranges }: { ranges: Range[] }): number => ranges[0]?.[0] ?? 0;
		if (!this.hasStreams) return this.done;
		return this.done.filter((one) => from(one) < cut).sort((a, b) => from(a) - from(b));
	}

	/** Lets the entry of the output that a line is of be the open one. */
	private turnTo({ fields }: ReadLine, start: number): void {
		const { open } = this;
		const stream = fields?.stream ?? '';
		if (!open || open.stream === stream || this.joiner.never) return;
		this.hasStreams = true;
		this.parked.set(open.stream, open);
		this.open = this.parked.get(stream);
		this.parked.delete(stream);
		this.open?.resume(start);
		for (const [name, entry] of this.parked) {
			if (!fields || !(entry.pauseUntil(fields) > MAX_PAUSE)) continue;
			this.parked.delete(name);
			this.end(entry);
		}
	}

	private end(open: OpenEntry): void {
		const ranges =
			open.ranges.length === 1 ? open.ranges : open.ranges.filter(([from, to]) => to > from);
		this.done.push({ entry: open.close(), ranges });
	}

	/** Blank lines between entries are no part of any. */
	private passOver(): void {
		for (; this.blankLines > 0; this.blankLines--) this.passedOver.push(this.blankAt);
	}
}

/** The entry that a stored raw row is: all its lines belong to it, by whatever rule they were joined. */
export function readEntry(raw: string, formats: readonly LineFormat[]): LogEntry {
	const scan = new EntryScan(raw, new LineReader(formats), ALL_JOIN);
	const lastWhole = scan.lines(raw.length);
	if (lastWhole < raw.length) scan.line(lastWhole, raw.length, raw.length);
	scan.finish();
	return scan.close(raw.length).entries[0] ?? { time: '', level: '', source: '', start: 0, end: 0 };
}

/** No line can match. */
const ALL_JOIN = new Joiner({ by: 'start', pattern: '^[^\\s\\S]' });
