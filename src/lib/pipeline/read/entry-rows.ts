import { EntryScanner } from './entry-scanner';
import { lineFormatsOf } from './formats';
import type { InputFormat } from './input-format';
import { stringOf, type PieceText } from '../text/piece-text';
import type { RowBatch, RowDefaults, RowScanner } from './rows';
import { SpanOfText } from '../text/text-units';

/** Rows of a plain log: one entry each. */
export class EntryRows implements RowScanner {
	private readonly scanner: EntryScanner;
	/** A short text cut out of a piece of the file would hold the whole piece in memory as long as it is kept. */
	private readonly sources = new Map<string, string>();
	private readonly span = new SpanOfText();

	constructor(
		format: InputFormat,
		private readonly defaults: RowDefaults
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
		const source = (row: number): string => this.sourceOf(entries[row]?.source ?? '');
		return {
			scanned,
			skip: 0,
			unitsOf: (row) => (scanned.ends[row] as number) - (scanned.starts[row] as number),
			message,
			source,
			time: (row) => time.read(entries[row]?.time ?? ''),
			level: (row) => entries[row]?.level ?? '',
			messageUnits: (row) => span.of(message(row)),
			sourceUnits: (row) => span.of(source(row)),
			levelUnits: (row) => span.of(entries[row]?.level ?? '')
		};
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
