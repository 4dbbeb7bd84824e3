import Papa from 'papaparse';
import { isKnownHeader, mapColumns, uniqueNames } from './column-meaning';
import { PREVIEW_ROWS } from '../constants';
import { CsvScanner, cellText } from '../read/csv-scanner';
import type { ScannedRows } from '../read/scanned-rows';
import { InputError } from '../read/input-error';
import type { ColumnMapping, InputFormat } from '../read/input-format';
import type { CommonFormat, SniffedInput } from './sniffed';
import { dateOrderOf } from '../read/date-order';
import type { InputProblem } from '../types';

/** Characters looked at for delimiter, header and first rows. */
const HEAD_CHARS = 64_000;
const DELIMITERS = [',', '\t', ';', '|'];
/** Further characters that separate the cells when the header says so: `source^log_message`. */
const ODD_DELIMITER = /^\w+([^\w\s"'.-])\w+/;
/** A line ahead of the header: PowerShell's type of the objects, or Excel's separator. */
const PREAMBLE = /^(?:#TYPE [^\r\n]*|sep=(.))(?:\r\n|\n|\r)/;

/** Finds header, columns and their meaning. */
export function sniffCsv(
	sample: string,
	complete: boolean,
	base: CommonFormat & Pick<InputFormat, 'delimiter'>,
	overrides: Partial<InputFormat>,
	defaultSource: string
): SniffedInput {
	const preamble = PREAMBLE.test(sample) ? 1 : 0;
	const records = firstRecords(sample, complete, base.delimiter).slice(preamble);
	const first = records[0] ?? [];
	const header = overrides.header ?? looksLikeHeader(records);
	if (header && complete && records.length < 2)
		throw new InputError(
			'The file has a header line but no rows below it: there is nothing to classify.'
		);
	const names = header ? withUnnamedColumn(records) : first.map((_, i) => `column ${i + 1}`);
	const { columns, duplicates } = uniqueNames(names);
	const rows = records.slice(header ? 1 : 0, PREVIEW_ROWS + (header ? 1 : 0));
	const mapping = mapColumns(columns, defaultSource);
	const order = dateOrderOf(timesOf(rows, mapping), Date.now());
	return {
		format: {
			...base,
			kind: 'csv',
			header,
			columns,
			dayFirst: overrides.dayFirst ?? order.dayFirst,
			...((overrides.yearFirst ?? order.yearFirst) ? { yearFirst: true } : {}),
			...(preamble === 0 ? {} : { preamble })
		},
		mapping,
		rows,
		problems: duplicates.map(duplicateProblem)
	};
}

const timesOf = (rows: readonly string[][], { timestamp }: ColumnMapping): string[] =>
	timestamp === undefined ? [] : rows.map((row) => row[timestamp] ?? '');

const duplicateProblem = (column: string): InputProblem => ({
	kind: 'duplicate-header',
	line: 1,
	column,
	message: `Line 1: the column name "${column}" is there more than once; later ones are called "${column} (2)", "${column} (3)" …`
});

/** The header, with a name for a last column that only the rows have: Event Viewer leaves out the description's. */
function withUnnamedColumn([header = [], ...rows]: readonly string[][]): string[] {
	const longer = rows.filter((row) => row.length === header.length + 1).length;
	if (rows.length === 0 || longer < rows.length * 0.8) return header;
	const isEventViewer = header.some((name) => name.trim() === 'Event ID');
	return [...header, isEventViewer ? 'Description' : ''];
}

function firstRecords(sample: string, complete: boolean, delimiter: string): string[][] {
	const width = 1_024;
	const wanted = Array.from({ length: width }, (_, column) => column);
	const scan = (text: string, final: boolean): ScannedRows =>
		new CsvScanner(delimiter, wanted).push(text, final);
	// The head of the sample is enough, and bounds the work on files with thousands of short rows.
	let text = sample.slice(0, HEAD_CHARS);
	let scanned = scan(text, complete && sample.length <= HEAD_CHARS);
	// Rows longer than that are shown as far as they were read.
	if (scanned.rows < 2 && sample.length > HEAD_CHARS) {
		text = sample;
		scanned = scan(text, true);
	}
	const count = Math.min(scanned.rows, PREVIEW_ROWS + 2);
	return Array.from({ length: count }, (_, row) =>
		wanted.slice(0, Math.min(width, scanned.cellCounts[row] as number)).map((column) => {
			const at = (row * width + column) * 2;
			return cellText(text, scanned.cells[at] as number, scanned.cells[at + 1] as number);
		})
	);
}

/** Without quotes, which may enclose column names. */
export const firstLineOf = (sample: string): string =>
	(/^[^\r\n]*/.exec(sample.replace(PREAMBLE, ''))?.[0] ?? '').replaceAll('"', '');

/** The character between the cells: by a header of known names, else by the rows. */
export function guessDelimiter(sample: string): string {
	const named = PREAMBLE.exec(sample)?.[1];
	if (named !== undefined) return named;
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
