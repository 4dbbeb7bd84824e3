import { isKnownHeader, knownRoles } from './column-meaning';
import { CsvScanner, cellText, type CsvDialect } from '../read/csv-scanner';
import type { ScannedRows } from '../read/scanned-rows';
import { startsWithRow } from './headless';

/** Characters looked at for delimiter, header and first rows. */
export const HEAD_CHARS = 64_000;
/** Records looked at to find out what the columns hold. */
const RECORDS_LOOKED_AT = 400;
/** Lines ahead of a header at most. */
const MAX_PREAMBLE = 20;
/** A line ahead of the header: PowerShell's type of the objects, or Excel's separator. */
export const PREAMBLE = /^(?:#TYPE [^\r\n]*|sep=(.))(?:\r\n|\n|\r)/;

/** The first records of a table, whatever they are. */
export function firstRecords(
	sample: string,
	complete: boolean,
	delimiter: string,
	dialect: CsvDialect
): string[][] {
	const width = 1_024;
	const wanted = Array.from({ length: width }, (_, column) => column);
	const scan = (text: string, final: boolean): ScannedRows =>
		new CsvScanner(delimiter, wanted, undefined, dialect).push(text, final);
	// The head of the sample is enough, and bounds the work on files with thousands of short rows.
	let text = sample.slice(0, HEAD_CHARS);
	let scanned = scan(text, complete && sample.length <= HEAD_CHARS);
	// Rows longer than that are shown as far as they were read.
	if (scanned.rows < 2 && sample.length > HEAD_CHARS) {
		text = sample;
		scanned = scan(text, true);
	}
	const count = Math.min(scanned.rows, RECORDS_LOOKED_AT);
	return Array.from({ length: count }, (_, row) =>
		wanted.slice(0, Math.min(width, scanned.cellCounts[row] as number)).map((column) => {
			const at = (row * width + column) * 2;
			const [start, end] = [scanned.cells[at] as number, scanned.cells[at + 1] as number];
			return cellText(text, start, end, dialect.backslash);
		})
	);
}

const filled = (record: readonly string[]): string[] => record.filter((cell) => cell.trim() !== '');

/**
 * Position of the record that names the columns, behind lines that say something of the whole table; 0 where the first
 * one may be it.
 */
export function headerPosition(records: readonly string[][]): number {
	const [first = []] = records;
	if (knownRoles(first) > 1) return 0;
	for (let at = 1; at < Math.min(records.length, MAX_PREAMBLE); at++) {
		const record = records[at] ?? [];
		const next = records[at + 1];
		const isWider = records
			.slice(0, at)
			.every(
				(before) =>
					filled(before).length < filled(record).length || (before[0] ?? '').startsWith('#')
			);
		if (!isWider || !record.every(isNameLike) || knownRoles(record) < 2) continue;
		if (next && next.length >= filled(record).length) return at;
	}
	return 0;
}

const isNameLike = (cell: string): boolean =>
	cell.trim() === '' || /^['#]?[\p{L}_@$][\p{L}\p{M}\d _.@/()[\]’'-]{0,60}$/u.test(cell.trim());

/** Known names decide; else short, distinct, non-numeric cells above a row that differs in kind. */
export function looksLikeHeader(records: readonly string[][]): boolean {
	const [first, second] = records;
	if (!first || startsWithRow(records)) return false;
	if (isKnownHeader(first) && first.every((cell) => cell.length < 200)) return true;
	const nameLike = first.every((cell) => /^[\p{L}_@][\p{L}\d _.@/()-]{0,40}$/u.test(cell.trim()));
	const distinct = new Set(first).size === first.length;
	return (
		nameLike && distinct && second !== undefined && second.some((cell) => /\d|.{41}/.test(cell))
	);
}

/** What a directive in the file says of its columns: the W3C log format of web servers, and Zeek. */
export interface FieldsDirective {
	columns: string[];
	delimiter: string;
	comment: string;
	/** The W3C format has its times in UTC, unless the file says otherwise. */
	isUtc: boolean;
}

const LOCAL_TIME = /^#Time Format:[ \t]*Local\b/im;
const DIRECTIVE = /^#(Fields:[ \t]*|fields\t)([^\r\n]+)/m;

/** @returns undefined where no such line is among the first ones */
export function fieldsDirective(sample: string): FieldsDirective | undefined {
	const head = sample.slice(0, 8_192);
	if (!head.trimStart().startsWith('#')) return undefined;
	const match = DIRECTIVE.exec(head);
	if (!match) return undefined;
	const [, kind = '', names = ''] = match;
	const isW3c = kind.startsWith('F');
	const between = delimiterOf(names.trim(), isW3c);
	const columns = names.trim().split(BETWEEN_NAMES[between]);
	const row = /^(?!#)[^\r\n]+/m.exec(head)?.[0] ?? '';
	const isTabbed = between === ' ' && row.split('\t').length >= columns.length;
	const delimiter = isTabbed ? '\t' : between;
	const isUtc = isW3c && !LOCAL_TIME.test(head);
	return { columns, delimiter, comment: '#', isUtc };
}

const BETWEEN_NAMES = { ' ': /[ \t]+/, ',': /,[ \t]*/, '\t': /\t/ };

/** Between the names; of the W3C format the rows may have tabs where the names have blanks. Exchange uses commas. */
function delimiterOf(names: string, isW3c: boolean): keyof typeof BETWEEN_NAMES {
	if (!isW3c) return '\t';
	return /^[^\s,]+(?:,[ \t]*[^\s,]+)+$/.test(names) ? ',' : ' ';
}
