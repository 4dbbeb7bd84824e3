import Papa from 'papaparse';
import { isKnownHeader, mapColumns, uniqueNames } from './columns';
import { PREVIEW_ROWS } from './constants';
import { CsvScanner, cellText, type ScannedRows } from './csv-scanner';
import type { ColumnMapping, InputFormat } from './input-format';
import { LineScanner } from './line-scanner';
import type { InputProblem } from './types';

export interface SniffedInput {
	format: InputFormat;
	mapping: ColumnMapping;
	/** Cells of the first rows, header left out. */
	rows: string[][];
	problems: InputProblem[];
}

/** An input that cannot be read at all; the message says what is wrong and what to do. */
export class InputError extends Error {
	override name = 'InputError';
}

/** Characters looked at for delimiter, header and first rows. */
const HEAD_CHARS = 64_000;
const DELIMITERS = [',', '\t', ';', '|'];
/** Further characters that separate the cells when the header says so: `source^log_message`. */
const ODD_DELIMITER = /^\w+([^\w\s"'.-])\w+/;

/**
 * Guesses how an input is to be read from its first characters. Everything in `overrides` is taken as given.
 *
 * @param sample decoded text from the start of the input
 * @param complete the sample is the whole input
 * @param name file name, for its ending and as the source of rows without one
 */
export function sniffInput(
	sample: string,
	complete: boolean,
	name: string,
	overrides: Partial<InputFormat> = {}
): SniffedInput {
	if (sample.trim() === '')
		throw new InputError('The file is empty: there is no line to classify.');
	const stem = withoutPacking(name);
	const delimiter = overrides.delimiter ?? guessDelimiter(sample);
	const kind = overrides.kind ?? guessKind(sample, stem, delimiter);
	const base = { encoding: overrides.encoding ?? 'utf-8', gzip: overrides.gzip ?? false };
	const defaultSource = sourceOfFile(name);
	return kind === 'lines'
		? sniffLines(sample, complete, base, defaultSource)
		: sniffCsv(sample, complete, { ...base, delimiter }, overrides.header, defaultSource);
}

const withoutPacking = (name: string): string => name.replace(/\.gz$/i, '');

/** What a file's rows have for a source when nothing in them names one: its name without ending. */
export const sourceOfFile = (name: string): string =>
	withoutPacking(name).replace(/\.[^./]+$/, '') || 'input';

function sniffLines(
	sample: string,
	complete: boolean,
	base: Pick<InputFormat, 'encoding' | 'gzip'>,
	defaultSource: string
): SniffedInput {
	const { text, rows, cells } = new LineScanner().push(sample, complete);
	const lines = Array.from({ length: Math.min(rows, PREVIEW_ROWS) }, (_, row) => [
		text.slice(cells[row * 2], cells[row * 2 + 1])
	]);
	return {
		format: { ...base, kind: 'lines', delimiter: ',', header: false, columns: ['message'] },
		mapping: { message: 0, defaultSource },
		rows: lines,
		problems: []
	};
}

function sniffCsv(
	sample: string,
	complete: boolean,
	base: Pick<InputFormat, 'encoding' | 'gzip' | 'delimiter'>,
	givenHeader: boolean | undefined,
	defaultSource: string
): SniffedInput {
	const records = firstRecords(sample, complete, base.delimiter);
	const first = records[0] ?? [];
	const header = givenHeader ?? looksLikeHeader(records);
	if (header && complete && records.length < 2)
		throw new InputError(
			'The file has a header line but no rows below it: there is nothing to classify.'
		);
	const { columns, duplicates } = uniqueNames(
		header ? first : first.map((_, i) => `column ${i + 1}`)
	);
	const problems: InputProblem[] = duplicates.map((column) => ({
		kind: 'duplicate-header',
		line: 1,
		column,
		message: `Line 1: the column name "${column}" is there more than once; later ones are called "${column} (2)", "${column} (3)" …`
	}));
	const rows = records.slice(header ? 1 : 0, PREVIEW_ROWS + (header ? 1 : 0));
	return {
		format: { ...base, kind: 'csv', header, columns },
		mapping: mapColumns(columns, defaultSource),
		rows,
		problems
	};
}

function firstRecords(sample: string, complete: boolean, delimiter: string): string[][] {
	const width = 1_024;
	const wanted = Array.from({ length: width }, (_, column) => column);
	const scan = (text: string, final: boolean): ScannedRows =>
		new CsvScanner(delimiter, wanted).push(text, final);
	// The head of the sample is enough, and bounds the work on files with thousands of short rows.
	let scanned = scan(sample.slice(0, HEAD_CHARS), complete && sample.length <= HEAD_CHARS);
	// Rows longer than that are shown as far as they were read.
	if (scanned.rows < 2 && sample.length > HEAD_CHARS) scanned = scan(sample, true);
	const count = Math.min(scanned.rows, PREVIEW_ROWS + 1);
	return Array.from({ length: count }, (_, row) =>
		wanted.slice(0, Math.min(width, scanned.cellCounts[row] as number)).map((column) => {
			const at = (row * width + column) * 2;
			return cellText(scanned.text, scanned.cells[at] as number, scanned.cells[at + 1] as number);
		})
	);
}

/** Without quotes, which may enclose column names. */
const firstLineOf = (sample: string): string =>
	(/^[^\r\n]*/.exec(sample)?.[0] ?? '').replaceAll('"', '');

function guessDelimiter(sample: string): string {
	const firstLine = firstLineOf(sample);
	const byHeader = DELIMITERS.find(
		(delimiter) => firstLine.includes(delimiter) && isKnownHeader(firstLine.split(delimiter))
	);
	if (byHeader) return byHeader;
	const odd = ODD_DELIMITER.exec(firstLine)?.[1];
	if (odd && isKnownHeader(firstLine.split(odd))) return odd;
	const guess = Papa.parse(sample.slice(0, HEAD_CHARS), {
		preview: 50,
		skipEmptyLines: true,
		delimitersToGuess: DELIMITERS
	});
	return guess.meta.delimiter || ',';
}

function guessKind(sample: string, name: string, delimiter: string): 'csv' | 'lines' {
	if (/\.(csv|tsv)$/i.test(name)) return 'csv';
	const cells = firstLineOf(sample).split(delimiter);
	return cells.length > 1 && isKnownHeader(cells) && cells.every((cell) => cell.length < 60)
		? 'csv'
		: 'lines';
}

/** Known names decide; else short, distinct, non-numeric cells above a row that differs in kind. */
function looksLikeHeader(records: readonly string[][]): boolean {
	const [first, second] = records;
	if (!first) return false;
	if (isKnownHeader(first)) return true;
	const nameLike = first.every((cell) => /^[\p{L}_@][\p{L}\d _.@/()-]{0,40}$/u.test(cell.trim()));
	const distinct = new Set(first).size === first.length;
	return (
		nameLike && distinct && second !== undefined && second.some((cell) => /\d|.{41}/.test(cell))
	);
}
