import { splitRow } from './csv-scanner';
import { readEntry } from './entry-scanner';
import { lineFormatsOf } from './formats';
import type { ColumnMapping, InputFormat } from './input-format';
import { cellAt, otherFields, parseObject } from './json-fields';
import { messageOfCells } from './message-cells';
import { RowReader } from './row-batch';

/** How the rows of a run are divided. */
export interface RowShape {
	format: InputFormat;
	mapping: ColumnMapping;
	/** Cells beyond the named columns that some row of the run has. */
	extraColumns: number;
}

/** All cells of one stored raw row in the order of the format's columns, for the rows that are shown or exported. */
export function rowCells({ format, mapping, extraColumns }: RowShape, raw: string): string[] {
	if (format.kind === 'lines') return entryCells(format, raw);
	if (format.kind === 'json') return objectCells(format, mapping, raw);
	return splitRow(raw, format.delimiter, format.columns.length + extraColumns);
}

/**
 * The message of each row of a chunk. A table is divided once for all its rows, which costs a fraction of dividing them
 * one by one.
 *
 * @param text raw rows, one after the other
 * @param ends where each of them ends
 * @returns gives the message at a position
 */
export function chunkMessages(
	shape: RowShape,
	text: string,
	ends: Uint32Array
): (at: number) => string {
	const { format, mapping } = shape;
	const raw = (at: number): string => text.slice(at === 0 ? 0 : ends[at - 1], ends[at]);
	const oneByOne = (at: number): string => messageOfCells(mapping, rowCells(shape, raw(at)));
	if (format.kind !== 'csv') return oneByOne;
	const rows = new RowReader({ ...format, header: false, preamble: 0 }, mapping).push(text, true);
	const { rows: count, ends: found } = rows.scanned;
	// A quotation that was never closed ends with its row's line, and may swallow others when it is read here.
	const isSame = count === ends.length && ends.every((end, at) => end === found[at]);
	return isSame ? rows.message : oneByOne;
}

/** A raw row of text without the line breaks that end it. */
const withoutLineEnd = (raw: string): string => raw.replace(/[\r\n]+$/, '');

/** Columns of text lines that some format claims, in the order of `entryCells`. */
export const ENTRY_COLUMNS = ['time', 'level', 'source', 'message'];
/** What these columns mean. */
export const ENTRY_MAPPING = { timestamp: 0, level: 1, source: 2, message: 3 };

function entryCells({ lineFormats = [] }: InputFormat, raw: string): string[] {
	if (lineFormats.length === 0) return [withoutLineEnd(raw)];
	const { time, level, source, start, end, message } = readEntry(raw, lineFormatsOf(lineFormats));
	return [time, level, source, message ?? raw.slice(start, end)];
}

function objectCells(format: InputFormat, mapping: ColumnMapping, raw: string): string[] {
	const object = parseObject(raw);
	if (object) return format.columns.map((path) => cellAt(object, path));
	const cells = format.columns.map(() => '');
	cells[mapping.message ?? 0] = withoutLineEnd(raw);
	return cells;
}

/** Columns of the input as an export names them. Beside what was read from a log line stands the whole of it. */
export function exportColumns({ kind, columns, lineFormats = [] }: InputFormat): string[] {
	if (kind === 'csv') return columns;
	if (kind === 'json') return [...columns, 'other_fields'];
	return lineFormats.length === 0
		? ['source', 'log_message']
		: ['time', 'level', 'source', 'log_message', 'raw'];
}

/**
 * The cells of a raw row under `exportColumns`.
 * @param source the row's source as the run has it
 */
export function exportCells(shape: RowShape, raw: string, source: string): string[] {
	const { format, mapping } = shape;
	const whole = withoutLineEnd(raw);
	if (format.kind === 'csv') return rowCells(shape, raw);
	if (format.kind === 'json')
		return [...objectCells(format, mapping, raw), otherFields(raw, format.columns)];
	const cells = entryCells(format, raw);
	return cells.length === 1
		? [source, whole]
		: [cells[0] ?? '', cells[1] ?? '', source, cells[3] ?? '', whole];
}

/** Characters that no writer of JSON escapes. */
const NEVER_ESCAPED = /^[\w .,:;()[\]{}=+*#@!?|~-]*$/;

/**
 * Whether the message of raw rows can contain a text, at little cost: false only when it cannot. In CSV a quote is
 * doubled; in JSON and logfmt any character may be escaped, and what was joined from lines holds their line breaks.
 *
 * @param raw one raw row, or many
 * @param wanted in lower case
 */
export function mayContain(
	{ kind, lineFormats = [] }: InputFormat,
	raw: string,
	wanted: string
): boolean {
	if (kind === 'csv')
		return raw.toLowerCase().includes(wanted.replaceAll('"', '""')) || wanted.includes('"');
	if ((kind === 'json' || lineFormats.length > 0) && !NEVER_ESCAPED.test(wanted)) return true;
	return raw.toLowerCase().includes(wanted);
}
