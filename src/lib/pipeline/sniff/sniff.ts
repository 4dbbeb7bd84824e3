import { ENTRY_COLUMNS, ENTRY_MAPPING } from '../read/row-cells';
import { PREVIEW_ROWS } from '../constants';
import { EntryScanner } from '../read/entry-scanner';
import { lineFormatsOf } from '../read/formats';
import { InputError } from '../read/input-error';
import type { ColumnMapping, InputFormat } from '../read/input-format';
import { parseObject } from '../read/json-fields';
import { rowCells } from '../read/row-cells';
import { sniffCsv } from './csv';
import { looksLikeJson, sniffJson } from './json';
import { decideDates } from './date-notes';
import { innerFields, OBJECTS_LOOKED_AT, type InnerObject } from './inner-fields';
import { guessJoin, guessLineFormats, isHeadedLine, sampleLines } from './lines';
import type { CommonFormat, SeenFile, SniffedInput } from './sniffed';
import { guessDelimiter, looksLikeBlankTable, looksLikeTable } from './table-shape';

/**
 * Guesses how an input is to be read from its first characters. Everything in `overrides` is taken as given.
 *
 * @param sample decoded text from the start of the input
 * @param complete the sample is the whole input
 * @param name file name, for its ending and as the source of rows without one
 * @param seen what else is known of the file
 */
export function sniffInput(
	sample: string,
	complete: boolean,
	name: string,
	overrides: Partial<InputFormat> = {},
	seen: SeenFile = {}
): SniffedInput {
	if (sample.trim() === '')
		throw new InputError('The file is empty: there is no line to classify.');
	const common: CommonFormat = {
		encoding: overrides.encoding ?? 'utf-8',
		gzip: overrides.gzip ?? false,
		...(overrides.zstd ? { zstd: true } : {}),
		...(overrides.bzip2 ? { bzip2: true } : {}),
		...(overrides.xz ? { xz: true } : {}),
		...(overrides.table ? { table: overrides.table } : {}),
		zone: overrides.zone ?? 'local'
	};
	const source = sourceOfFile(name);
	const isBlank =
		overrides.delimiter === undefined && !overrides.table && looksLikeBlankTable(sample);
	const delimiter =
		overrides.delimiter ?? (overrides.table ? ',' : isBlank ? ' ' : guessDelimiter(sample));
	const kind = overrides.kind ?? (overrides.table ? 'csv' : undefined);
	switch (kind ?? guessKind(sample, complete, withoutPacking(name), delimiter)) {
		case 'lines':
			return sniffLines(sample, complete, common, overrides, source, seen);
		case 'json':
			return sniffJson(sample, complete, common, overrides, source, seen);
		case 'csv':
			return sniffCsv(sample, complete, { ...common, delimiter }, overrides, source, seen);
	}
}

const withoutPacking = (name: string): string => name.replace(/\.(?:gz|zst|bz2|xz)$/i, '');

/** What a file's rows have for a source when nothing in them names one: its name without ending. */
export const sourceOfFile = (name: string): string =>
	withoutPacking(name).replace(/\.[^./]+$/, '') || 'input';

function sniffLines(
	sample: string,
	complete: boolean,
	common: CommonFormat,
	overrides: Partial<InputFormat>,
	defaultSource: string,
	seen: SeenFile
): SniffedInput {
	const lines = sampleLines(sample, complete);
	const lineFormats = overrides.lineFormats ?? guessLineFormats(lines);
	const join = overrides.join ?? guessJoin(lines, lineFormats);
	const headed = lineFormats.length > 0;
	const mapping: ColumnMapping = headed
		? { ...ENTRY_MAPPING, defaultSource }
		: { message: 0, defaultSource };
	const base: InputFormat = {
		...common,
		kind: 'lines',
		delimiter: ',',
		header: false,
		columns: headed ? ENTRY_COLUMNS : ['message'],
		lineFormats,
		join
	};
	const { raws, times, objects } = firstEntries(sample, complete, base);
	const dates = decideDates(times, seen.lines ?? [], overrides, seen.modified ?? Date.now());
	const format = {
		...base,
		...dates.format,
		...(headed ? innerFields(objects, base, overrides) : {})
	};
	return {
		format,
		mapping,
		rows: raws.map((raw) => rowCells({ format, mapping, extraColumns: 0 }, raw)),
		problems: dates.problems
	};
}

function firstEntries(
	sample: string,
	complete: boolean,
	{ lineFormats = [], join }: InputFormat
): { raws: string[]; times: string[]; objects: InnerObject[] } {
	const scan = (final: boolean) =>
		new EntryScanner(lineFormatsOf(lineFormats), join).push(sample, final);
	const found = scan(complete);
	// An entry longer than the sample is shown as far as it was read.
	const { text, starts, ends, entries } = found.rows === 0 ? scan(true) : found;
	return {
		raws: starts.slice(0, PREVIEW_ROWS).map((start, row) => text.slice(start, ends[row])),
		times: entries.map(({ time }) => time).filter((time) => time !== ''),
		objects: entries.slice(0, OBJECTS_LOOKED_AT).map((entry) => {
			const { time, level, source, start, end, message = text.slice(start, end) } = entry;
			const object = entry.object ?? parseObject(message);
			return { object, said: [time, level, source, message] };
		})
	};
}

function guessKind(
	sample: string,
	complete: boolean,
	name: string,
	delimiter: string
): InputFormat['kind'] {
	if (/\.(csv|tsv)$/i.test(name)) return 'csv';
	if (looksLikeJson(sample, complete)) return 'json';
	if (isHeadedLine(sampleLines(sample, complete)[0] ?? '')) return 'lines';
	return delimiter === ' ' || looksLikeTable(sample, complete, delimiter) ? 'csv' : 'lines';
}
