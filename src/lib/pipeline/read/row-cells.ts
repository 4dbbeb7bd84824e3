import { CsvScanner, cellText, splitRow } from './csv-scanner';
import { readEntry } from './entry-scanner';
import { lineFormatsOf } from './formats';
import type { LineFormat } from './formats/line-format';
import type { ColumnMapping, InputFormat } from './input-format';
import { innerCells, withInnerCells } from './inner-fields';
import { cellAt, otherFields, parseObject } from './json-fields';
import { jsonEntry } from './json-rows';
import { OTHER_FIELDS, withoutApostrophe } from './own-export';
import { CsvRows } from './csv-rows';
import { rowDefaults, type RowBatch } from './rows';
import type { ScannedRows } from './scanned-rows';

/** How the rows of a run are divided. */
export interface RowLayout {
	format: InputFormat;
	mapping: ColumnMapping;
	/** Cells beyond the named columns that some row of the run has. */
	extraColumns: number;
}

/** All cells of one stored raw row in the order of `cellNames`, for the rows that are shown or exported. */
export function rowCells(layout: RowLayout, raw: string): string[] {
	const { format, mapping } = layout;
	if (format.kind === 'lines') return entryCells(format, raw);
	if (format.kind === 'json') return objectCells(format, mapping, raw);
	return withInnerCells(tableCells(layout, raw), format, mapping);
}

/** Cells of a table, those in its messages left out. */
function tableCells({ format, extraColumns }: RowLayout, raw: string): string[] {
	const cells = splitRow(raw, format.delimiter, format.columns.length + extraColumns, format);
	if (format.escaped) return cells.map(withoutApostrophe);
	return format.padded ? cells.map((cell) => cell.trim()) : cells;
}

const formatsOf = ({ lineFormats = [] }: InputFormat): readonly LineFormat[] =>
	lineFormatsOf(lineFormats);

/** What is read from one stored raw row: its message, and its level as a word or as it stands. */
export function rowSaid(layout: RowLayout, raw: string): { message: string; level: string } {
	const { format, mapping } = layout;
	if (format.kind === 'json') {
		const { message, level } = jsonEntry(raw, format, mapping, formatsOf(format));
		return { message, level };
	}
	if (format.kind === 'lines') {
		const { level, start, end, message } = readEntry(raw, formatsOf(format));
		return { message: message ?? raw.slice(start, end), level };
	}
	const batch = tableRows(layout, raw);
	return { message: batch.message(0), level: batch.level(0) };
}

/** The message of one stored raw row, as the run classified it. */
export function rowMessage(layout: RowLayout, raw: string): string {
	const { format, mapping } = layout;
	if (format.kind === 'csv') return tableRows(layout, raw).message(0);
	const lineFormats = formatsOf(format);
	if (format.kind === 'json') return jsonEntry(raw, format, mapping, lineFormats).message;
	const { start, end, message } = readEntry(raw, lineFormats);
	return message ?? raw.slice(start, end);
}

/** Stored rows of a table, read as they were classified; its header is not among them. */
const tableRows = (layout: RowLayout, text: string): RowBatch =>
	tableReader(layout).push(text, true);

/** Reads stored rows of a table as they were classified. */
export function tableReader({ format, mapping }: RowLayout): CsvRows {
	const headless = { ...format, header: false, preamble: 0 };
	return new CsvRows(headless, mapping, rowDefaults(headless, mapping));
}

/** Raw rows of a chunk, one after the other. */
export interface ChunkText {
	text: string;
	/** Where each row ends. */
	ends: Uint32Array;
}

/** @param at position of the row in its chunk */
export const rawRow = ({ text, ends }: ChunkText, at: number): string =>
	text.slice(at === 0 ? 0 : ends[at - 1], ends[at]);

/**
 * The message of each row of a chunk. A table is divided once for all its rows, which costs a fraction of dividing them
 * one by one.
 *
 * @returns gives the message at a position, as `rowMessage` does
 */
export function chunkMessages(layout: RowLayout, chunk: ChunkText): (at: number) => string {
	const oneByOne = (at: number): string => rowMessage(layout, rawRow(chunk, at));
	if (layout.format.kind !== 'csv') return oneByOne;
	const { scanned, message } = tableRows(layout, chunk.text);
	return isDividedAs(scanned, chunk) ? message : oneByOne;
}

/**
 * The messages of some rows of a chunk. Of a table only these are divided, where they are few.
 *
 * @param rows their positions, ascending
 * @returns gives the message by place among the rows
 */
export function messagesOfRows(
	layout: RowLayout,
	chunk: ChunkText,
	rows: Uint32Array
): (place: number) => string {
	const divided = dividedAtOnce(layout, chunk, rows);
	const message = chunkMessages(layout, divided.chunk);
	return (place) => message(divided.positionOf(place));
}

/** What is to be divided for some rows of a chunk: all of it, or of a table only these rows where they are few. */
export function dividedAtOnce(
	{ format }: Pick<RowLayout, 'format'>,
	chunk: ChunkText,
	rows: Uint32Array
): { chunk: ChunkText; positionOf: (place: number) => number } {
	const isMost = rows.length > chunk.ends.length * SHARE_DIVIDED_WHOLE;
	return isMost || format.kind !== 'csv'
		? { chunk, positionOf: (place) => rows[place] as number }
		: { chunk: partOfChunk(chunk, rows), positionOf: (place) => place };
}

/** To cut rows out and put them together costs something too. */
const SHARE_DIVIDED_WHOLE = 0.7;

/** Some rows of a chunk as a chunk of their own. */
function partOfChunk(chunk: ChunkText, rows: Uint32Array): ChunkText {
	const ends = new Uint32Array(rows.length);
	let end = 0;
	const raws = Array.from(rows, (row, place) => {
		const raw = rawRow(chunk, row);
		ends[place] = end += raw.length;
		return raw;
	});
	return { text: raws.join(''), ends };
}

/**
 * One column's cell of each row of a chunk, divided once in the same way.
 *
 * @returns gives the cell at a position, as `rowCells` does; '' where the row has none
 */
export function chunkColumn(
	layout: RowLayout,
	chunk: ChunkText,
	column: number
): (at: number) => string {
	const { format } = layout;
	const oneByOne = (at: number): string => rowCells(layout, rawRow(chunk, at))[column] ?? '';
	if (format.kind !== 'csv') return oneByOne;
	const { columns, inner = [] } = format;
	const isBeyond = column >= columns.length + inner.length;
	if (column >= columns.length && !isBeyond) return oneByOne;
	const position = isBeyond ? column - inner.length : column;
	const scanned = new CsvScanner(format.delimiter, [position], undefined, format).push(
		chunk.text,
		true
	);
	if (!isDividedAs(scanned, chunk)) return oneByOne;
	const { cells } = scanned;
	return (at) => {
		const [start, end] = [cells[at * 2] as number, cells[at * 2 + 1] as number];
		const cell = cellText(chunk.text, start, end, format.backslash);
		if (format.escaped) return withoutApostrophe(cell);
		return format.padded ? cell.trim() : cell;
	};
}

/** A quotation that was never closed ends with its row's line, and may swallow others when it is read with them. */
export const isDividedAs = ({ rows, ends: found }: ScannedRows, { ends }: ChunkText): boolean =>
	rows === ends.length && ends.every((end, at) => end === found[at]);

/** A raw row of text without the line breaks that end it. */
const withoutLineEnd = (raw: string): string => raw.replace(/[\r\n]+$/, '');

/** Columns of text lines that some format claims, in the order of `entryCells`. */
export const ENTRY_COLUMNS = ['time', 'level', 'source', 'message'];
/** What these columns mean. */
export const ENTRY_MAPPING = { timestamp: 0, level: 1, source: 2, message: 3 };

function entryCells(format: InputFormat, raw: string): string[] {
	const formats = formatsOf(format);
	if (formats.length === 0) return [withoutLineEnd(raw)];
	const { time, level, source, start, end, message, object } = readEntry(raw, formats);
	const said = message ?? raw.slice(start, end);
	const inner = format.inner ? innerCells(format.inner, object ?? parseObject(said)) : [];
	return [time, level, source, said, ...inner];
}

function objectCells(format: InputFormat, mapping: ColumnMapping, raw: string): string[] {
	const object = parseObject(raw);
	const cells = format.columns.map((path) => (object ? cellAt(object, path) : ''));
	if (!object) cells[mapping.message ?? 0] = withoutLineEnd(raw);
	return withInnerCells(cells, format, mapping);
}

/** Columns of the input as an export names them. Beside what was read from a log line stands the whole of it. */
export function exportColumns({
	kind,
	columns,
	lineFormats = [],
	inner = []
}: InputFormat): string[] {
	const names = inner.map(({ name }) => name);
	if (kind === 'csv') return [...columns, ...names];
	if (kind === 'json') return [...columns, ...names, OTHER_FIELDS];
	return lineFormats.length === 0
		? ['source', 'log_message']
		: ['time', 'level', 'source', 'log_message', ...names, 'raw'];
}

/**
 * The cells of a raw row under `exportColumns`.
 * @param source the row's source as the run has it
 */
export function exportCells(layout: RowLayout, raw: string, source: string): string[] {
	const { format, mapping } = layout;
	const whole = withoutLineEnd(raw);
	if (format.kind === 'csv') return rowCells(layout, raw);
	if (format.kind === 'json')
		return [...objectCells(format, mapping, raw), otherFields(raw, format.columns)];
	const cells = entryCells(format, raw);
	const [time = '', level = '', , message = '', ...inner] = cells;
	return cells.length === 1 ? [source, whole] : [time, level, source, message, ...inner, whole];
}

/** Characters that no writer of JSON escapes. */
export const NEVER_ESCAPED = /^[\w .,:;()[\]{}=+*#@!?|~-]*$/;

/**
 * Whether the message of raw rows can contain a text, at little cost: false only when it cannot. In CSV a quote is
 * doubled; in JSON and logfmt any character may be escaped, and what was joined from lines holds their line breaks.
 *
 * @param raw one raw row, or many
 * @param wanted in lower case
 */
export function mayContain(
	{ kind, lineFormats = [], inner }: InputFormat,
	raw: string,
	wanted: string
): boolean {
	if (mayHoldColours(raw)) return true;
	if (inner && !NEVER_ESCAPED.test(wanted)) return true;
	if (kind === 'csv')
		return raw.toLowerCase().includes(wanted.replaceAll('"', '""')) || wanted.includes('"');
	if ((kind === 'json' || lineFormats.length > 0) && !NEVER_ESCAPED.test(wanted)) return true;
	return raw.toLowerCase().includes(wanted);
}

/** Sequences that colour a text may stand within a word of the raw row; the message is without them. */
const mayHoldColours = (raw: string): boolean =>
	raw.includes('\u001b') || raw.includes('\\u001b') || raw.includes('\\u001B');
