import Papa from 'papaparse';
import type { CsvDialect } from '../read/csv-scanner';
import { TimeReader } from '../read/time-reader';
import { isKnownHeader, knownRoles } from './column-meaning';
import { namesOfKnownTable } from './headless';
import { fieldsDirective, firstRecords, HEAD_CHARS, headerPosition, PREAMBLE } from './csv-head';

const DELIMITERS = [',', '\t', ';', '|'];
/** Further characters that separate the cells when the header says so: `source^log_message`. */
const ODD_DELIMITER = /^\w+([^\w\s"'.-])\w+/;
const IDENTIFIER = /^[\p{L}_@#$'][\p{L}\p{N}_.@/()[\]$-]*$/u;
/** Lines that are looked at for a header. */
const LINES_LOOKED_AT = 20;
const MAX_NAME_CHARS = 60;
/** Share of the rows that have as many cells as the header. */
const EVEN_SHARE = 0.8;

/** Without quotes, which may enclose column names. */
const firstLinesOf = (sample: string): string[] =>
	sample
		.slice(0, HEAD_CHARS)
		.replace(PREAMBLE, '')
		.split(/\r\n|\n|\r/, LINES_LOOKED_AT)
		.map((line) => line.replaceAll('"', ''));

/** The character between the cells: by a header of known names, else by the rows. */
export function guessDelimiter(sample: string): string {
	const named = PREAMBLE.exec(sample)?.[1];
	if (named !== undefined) return named;
	if (isBoxed(sample)) return '|';
	const lines = firstLinesOf(sample);
	const byHeader = lines
		.flatMap((line) =>
			DELIMITERS.map((delimiter) => {
				const cells = line.split(delimiter);
				return { delimiter, roles: cells.length > 1 ? knownRoles(cells) : 0 };
			})
		)
		.reduce((best, found) => (found.roles > best.roles ? found : best), {
			delimiter: '',
			roles: 0
		});
	const [first = ''] = lines;
	const ofFirst = DELIMITERS.find(
		(delimiter) => first.includes(delimiter) && isKnownHeader(first.split(delimiter))
	);
	if (byHeader.roles > 1) return byHeader.delimiter;
	if (ofFirst) return ofFirst;
	const odd = ODD_DELIMITER.exec(first)?.[1];
	if (odd && isOddHeader(first.split(odd))) return odd;
	const guess = Papa.parse(sample.slice(0, HEAD_CHARS), {
		preview: 50,
		skipEmptyLines: true,
		delimitersToGuess: DELIMITERS
	});
	return guess.meta.delimiter || ',';
}

const isOddHeader = (cells: readonly string[]): boolean =>
	cells.every((cell) => IDENTIFIER.test(cell)) && knownRoles(cells) > 1;

/** The frame around a table of MySQL's console. */
const BOX = /^\+(?:-+\+)+[ \t]*[\r\n]/;

/** Whether a text is a table in a frame: `+----+` and `| id |`. */
export const isBoxed = (sample: string): boolean => BOX.test(sample);

/** Whether a backslash escapes quotation marks: it does where rows come out even by it, and else do not. */
export function guessDialect(sample: string, delimiter: string): CsvDialect {
	const head = sample.slice(0, HEAD_CHARS);
	if (!head.includes('\\"')) return {};
	const faults = (dialect: CsvDialect): number => {
		const records = firstRecords(head, head.length === sample.length, delimiter, dialect);
		const width = records[0]?.length ?? 0;
		return records.filter(
			(record) => record.length !== width || record.some((cell) => cell.startsWith('"'))
		).length;
	};
	return faults({ backslash: true }) < faults({}) ? { backslash: true } : {};
}

/** The line of dashes below the header of a table that is made for the eye: `---+-----`. */
export const isRuleLine = (record: readonly string[]): boolean =>
	record.length > 0 && /^[\s|]*-{2,}[-+:|\s]*$/.test(record.join('|'));

/** Whether a text is a table, as far as its first lines tell: plain lines must not lose their first one to a header. */
export function looksLikeTable(sample: string, complete: boolean, delimiter: string): boolean {
	if (fieldsDirective(sample) || isBoxed(sample)) return true;
	const records = firstRecords(sample, complete, delimiter, guessDialect(sample, delimiter));
	if (namesOfKnownTable(records)) return true;
	const at = headerPosition(records);
	const header = records[at] ?? [];
	const rows = records.slice(at + 1);
	if (header.length < 2 || rows.length === 0) return false;
	const roles = knownRoles(header);
	const isPlain = header.every((cell) => IDENTIFIER.test(cell.trim()) && cell === cell.trimEnd());
	const isSpaced = header.some((cell, column) => column > 0 && /^\s/.test(cell));
	if (roles === 0 || header.some((cell) => cell.length >= MAX_NAME_CHARS)) return false;
	if (roles === 1 && (!isPlain || isSpaced)) return false;
	// What stands in the same place below is no name.
	if (
		header.some(
			(cell, column) => cell !== '' && rows.slice(0, 20).some((row) => row[column] === cell)
		)
	)
		return false;
	if (isRuleLine(rows[0] ?? [])) return true;
	const even = rows.filter((row) => row.length === header.length).length / rows.length;
	const wide = rows.filter((row) => row.length >= header.length).length / rows.length;
	return even >= EVEN_SHARE || (roles > 1 && isPlain && wide >= EVEN_SHARE);
}

/** Columns that a table with blanks between its cells has at least. */
const MIN_BLANK_COLUMNS = 6;

/** Whether names and cells are parted by single blanks, as in the flow logs of clouds. */
export function looksLikeBlankTable(sample: string): boolean {
	const [header = '', ...rows] = sample.slice(0, HEAD_CHARS).split(/\r?\n/, 200);
	const names = header.split(' ');
	if (names.length < MIN_BLANK_COLUMNS || !names.every((name) => /^[a-z][\w-]*$/.test(name)))
		return false;
	const cells = rows.filter((row) => row !== '').map((row) => row.split(' '));
	if (sample.length > HEAD_CHARS) cells.pop();
	const isEven = cells.length > 0 && cells.every(({ length }) => length === names.length);
	const reader = new TimeReader({ zone: 'utc', reference: Date.now(), dayFirst: false });
	const isTime = (cell = ''): boolean => cell.length > 8 && !Number.isNaN(reader.read(cell));
	return isEven && new Set(names).size === names.length && (cells[0] ?? []).some(isTime);
}
