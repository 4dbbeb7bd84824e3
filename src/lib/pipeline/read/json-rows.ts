import { withoutAnsi } from '../text/ansi';
import { lineFormatsOf } from './formats';
import type { LineFormat } from './formats/line-format';
import type { ColumnMapping, InputFormat } from './input-format';
import { innerEntry } from './inner-entry';
import type { InnerEntry } from './log-entry';
import { objectReader } from './json-entry';
import { parseObject } from './json-fields';
import { wholeEntry } from './whole-entry';
import { RecordFinder } from './json-records';
import { JsonScanner } from './json-scanner';
import { stringOf, type PieceText } from '../text/piece-text';
import type { RowBatch, RowDefaults, RowScanner } from './rows';
import { SpanOfText } from '../text/text-units';

/** Rows of JSON: one object each. A row that is no object is a bare message. */
export class JsonRows implements RowScanner {
	private readonly scanner = new JsonScanner();
	private readonly records: RecordFinder | undefined;
	private readonly lineFormats: readonly LineFormat[];
	private readonly span = new SpanOfText();

	constructor(
		private readonly format: InputFormat,
		private readonly mapping: ColumnMapping,
		private readonly defaults: RowDefaults
	) {
		if (format.recordsAt) this.records = new RecordFinder(format.recordsAt);
		this.lineFormats = lineFormatsOf(format.lineFormats ?? []);
	}

	push(piece: PieceText, final: boolean): RowBatch {
		const text = stringOf(piece);
		const scanned = this.scanner.push(this.records?.push(text, final) ?? text, final);
		const { defaults, span } = this;
		let newest = -1;
		let entry: InnerEntry = { ...NOTHING };
		// All that is asked of a row is asked before the next one: it is parsed once.
		const read = (row: number): typeof entry => {
			if (row === newest) return entry;
			newest = row;
			const raw = scanned.text.slice(scanned.starts[row], scanned.ends[row]);
			entry = jsonEntry(raw, this.format, this.mapping, this.lineFormats);
			return entry;
		};
		return {
			scanned,
			skip: 0,
			unitsOf: (row) => (scanned.ends[row] as number) - (scanned.starts[row] as number),
			message: (row) => read(row).message,
			source: (row) => read(row).source || defaults.source,
			time: (row) => defaults.time.read(read(row).time),
			level: (row) => read(row).level,
			messageUnits: (row) => span.of(read(row).message),
			levelUnits: (row) => span.of(read(row).level)
		};
	}
}

/**
 * What a raw row of JSON says.
 *
 * @param lineFormats formats that its message, or a line between the objects, may be in
 */
export function jsonEntry(
	raw: string,
	{ columns }: InputFormat,
	mapping: ColumnMapping,
	lineFormats: readonly LineFormat[]
): InnerEntry {
	const object = parseObject(raw);
	const entry = object
		? wholeEntry(objectReader(columns, mapping).read(object), object)
		: { ...NOTHING, message: withoutAnsi(raw.replace(/[\r\n]+$/, '')) };
	const inner = lineFormats.length > 0 ? innerEntry(entry.message, lineFormats) : undefined;
	if (!inner) return entry;
	return {
		time: entry.time || inner.time,
		level: entry.level || inner.level,
		source: entry.source || inner.source,
		message: inner.message
	};
}

const NOTHING = { time: '', level: '', source: '', message: '' };
