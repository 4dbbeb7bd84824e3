import { formatAmount } from '../page/format';
import { lineFormatsOf } from '../pipeline/read/formats';
import type { InputFormat } from '../pipeline/read/input-format';
import type { JoinRule } from '../pipeline/read/join-rule';

/** Delimiters offered by hand. */
export const DELIMITER_NAMES: [delimiter: string, name: string][] = [
	[',', 'comma'],
	[';', 'semicolon'],
	['\t', 'tab'],
	['|', 'vertical bar'],
	['^', 'caret']
];

/** How lines become entries, as offered by hand. */
export const JOIN_NAMES: [by: JoinRule['by'], name: string][] = [
	['off', 'one line'],
	['frames', 'a line with its indented lines and stack trace'],
	['headers', 'a line with a header and all after it without'],
	['start', 'what starts by a pattern …']
];

/** Encodings offered by hand; any other that was detected is shown as it is. */
export const ENCODING_NAMES: [encoding: string, name: string][] = [
	['utf-8', 'UTF-8'],
	['utf-16le', 'UTF-16 LE'],
	['utf-16be', 'UTF-16 BE'],
	['utf-32le', 'UTF-32 LE'],
	['utf-32be', 'UTF-32 BE'],
	['windows-1252', 'Windows-1252 (Western)'],
	['iso-8859-2', 'ISO-8859-2 (Central European)'],
	['windows-1251', 'Windows-1251 (Cyrillic)'],
	['shift_jis', 'Shift JIS'],
	['gb18030', 'GB 18030']
];

/** `CSV (comma, with a header, UTF-8)`: how an input is read, in words. */
export function describeFormat(format: InputFormat): string {
	if (format.merged) return 'files of several formats, their rows merged by time';
	if (format.table === 'parquet') return 'a Parquet file';
	if (format.table === 'xlsx') return 'the first sheet of an Excel file';
	if (format.table === 'winevents') return 'Windows events (XML)';
	const encoding = nameOf(ENCODING_NAMES, format.encoding);
	const packed = packingOf(format);
	if (format.kind === 'json') return `JSON objects (${encoding}${packed})`;
	if (format.kind === 'lines') return `${describeLines(format)} (${encoding}${packed})`;
	const header = format.header ? 'with a header' : 'without header';
	return `CSV (${nameOf(DELIMITER_NAMES, format.delimiter)}, ${header}, ${encoding}${packed})`;
}

function packingOf({ gzip, zstd, bzip2, xz }: InputFormat): string {
	const name = gzip ? 'gzip' : zstd ? 'zstd' : bzip2 ? 'bzip2' : xz ? 'xz' : undefined;
	return name === undefined ? '' : `, ${name}`;
}

/** `Syslog or journalctl`, `Syslog or journalctl and 2 other formats`, `one message a line`. */
function describeLines({ lineFormats = [] }: InputFormat): string {
	const [first, ...others] = lineFormatsOf(lineFormats);
	if (!first) return 'one message a line';
	return others.length === 0
		? first.name
		: `${first.name} and ${formatAmount(others.length, 'other format')}`;
}

const nameOf = (names: [string, string][], value: string): string =>
	names.find(([key]) => key === value)?.[1] ?? value;
