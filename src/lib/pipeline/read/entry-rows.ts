import { ELSEWHERE, type Kernels } from '../kernels/kernels';
import { QUOTE } from '../text/char-codes';
import { EntryScanner } from './entry-scanner';
import { lineFormatsOf } from './formats';
import type { InputFormat } from './input-format';
import type { LogEntry } from './log-entry';
import { stringOf, type PieceText } from '../text/piece-text';
import type { NumberedCells, RowBatch, RowDefaults, RowScanner } from './rows';
import { SpanOfText } from '../text/text-units';

/** Rows of a plain log: one entry each. */
export class EntryRows implements RowScanner {
	private readonly scanner: EntryScanner;
	/** A short text cut out of a piece of the file would hold the whole piece in memory as long as it is kept. */
	private readonly sources = new Map<string, string>();
	private readonly span = new SpanOfText();

	constructor(
		format: InputFormat,
		private readonly defaults: RowDefaults,
		private readonly kernels?: Kernels
	) {
		this.scanner = new EntryScanner(lineFormatsOf(format.lineFormats ?? []), format.join);
	}

	push(piece: PieceText, final: boolean): RowBatch {
		const scanned = this.scanner.push(stringOf(piece), final);
		const { entries, text } = scanned;
		const { span } = this;
		const { time } = this.defaults;
		const message = (row: number): string => {
			const entry = entries[row];
			return entry ? (entry.message ?? text.slice(entry.start, entry.end)) : '';
		};
		return {
			scanned,
			skip: 0,
			unitsOf: (row) => (scanned.ends[row] as number) - (scanned.starts[row] as number),
			message,
			source: (row) => this.sourceOf(entries[row]?.source ?? ''),
			time: (row) => time.read(entries[row]?.time ?? ''),
			level: (row) => entries[row]?.level ?? '',
			messageUnits: (row) => span.of(message(row)),
			levelUnits: (row) => span.of(entries[row]?.level ?? ''),
			numbered: this.numbered(text, entries)
		};
	}

	/** Messages that stand in the text as they are, in a text of ASCII. */
	private numbered(text: string, entries: readonly LogEntry[]): NumberedCells | undefined {
		const { kernels } = this;
		if (!kernels || entries.length === 0) return undefined;
		const cells = new Int32Array(entries.length * 2).fill(ELSEWHERE);
		for (const [row, { message, start, end }] of entries.entries()) {
			if (message !== undefined) continue;
			cells[row * 2] = start;
			cells[row * 2 + 1] = end;
		}
		if (!kernels.take(text, cells)) return undefined;
		// A line break follows each message: none is taken for a cell in quotation marks.
		const message = { text, slot: 0, mark: QUOTE, skip: 0 };
		return { kernels, file: this, message, source: undefined, level: undefined };
	}

	private sourceOf(text: string): string {
		if (text === '') return this.defaults.source;
		const known = this.sources.get(text);
		if (known !== undefined) return known;
		const copy = JSON.parse(JSON.stringify(text)) as string;
		this.sources.set(copy, copy);
		return copy;
	}
}
