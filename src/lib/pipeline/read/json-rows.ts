import { withoutAnsi } from '../text/ansi';
import { readEntry, type LogEntry } from './entry-scanner';
import { lineFormatsOf } from './formats';
import type { LineFormat } from './formats/line-format';
import type { ColumnMapping, InputFormat } from './input-format';
import { cellAt, parseObject } from './json-fields';
import { JsonScanner } from './json-scanner';
import { joinMessage, messageColumns } from './message-cells';
import { stringOf, type PieceText } from '../text/piece-text';
import type { RowBatch, RowDefaults, RowScanner } from './rows';
import { SpanOfText } from '../text/text-units';

/** Rows of JSON: one object each. A row that is no object is a bare message. */
export class JsonRows implements RowScanner {
	private readonly scanner = new JsonScanner();
	private readonly lineFormats: readonly LineFormat[];
	private readonly span = new SpanOfText();

	constructor(
		private readonly format: InputFormat,
		private readonly mapping: ColumnMapping,
		private readonly defaults: RowDefaults
	) {
		this.lineFormats = lineFormatsOf(format.lineFormats ?? []);
	}

	push(piece: PieceText, final: boolean): RowBatch {
		const scanned = this.scanner.push(stringOf(piece), final);
		const { defaults, span } = this;
		let newest = -1;
		let entry: LogEntry & { message: string } = { ...NOTHING };
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
			sourceUnits: (row) => span.of(read(row).source || defaults.source),
			levelUnits: (row) => span.of(read(row).level)
		};
	}
}

/** What a raw row of JSON says. @param lineFormats formats that its message may be in */
export function jsonEntry(
	raw: string,
	{ columns }: InputFormat,
	mapping: ColumnMapping,
	lineFormats: readonly LineFormat[]
): LogEntry & { message: string } {
	const object = parseObject(raw);
	if (!object) return { ...NOTHING, message: withoutAnsi(raw.replace(/[\r\n]+$/, '')) };
	const cell = (column: number | undefined): string =>
		column === undefined ? '' : cellAt(object, columns[column] ?? '');
	const message = withoutAnsi(joinMessage(messageColumns(mapping).map(cell)));
	const inner = lineFormats.length > 0 ? readEntry(message, lineFormats) : undefined;
	return {
		...NOTHING,
		time: cell(mapping.timestamp) || (inner?.time ?? ''),
		level: cell(mapping.level) || (inner?.level ?? ''),
		source: cell(mapping.source) || (inner?.source ?? ''),
		message: inner ? (inner.message ?? message.slice(inner.start, inner.end)) : message
	};
}

const NOTHING = { time: '', level: '', source: '', start: 0, end: 0, message: '' };
