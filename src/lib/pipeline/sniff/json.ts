import { mapObjects } from './object-content';
import { findRecords } from './json-path';
import { RecordFinder } from '../read/json-records';
import { PREVIEW_ROWS } from '../constants';
import { dockerJson } from '../read/formats/docker-json';
import type { InputFormat } from '../read/input-format';
import { parseObject, pathsOf } from '../read/json-fields';
import { withInnerCells } from '../read/inner-fields';
import { JsonScanner } from '../read/json-scanner';
import { messageOfCells } from '../read/message-cells';
import { rowCells } from '../read/row-cells';
import type { CommonFormat, SeenFile, SniffedInput } from './sniffed';
import { ownExportMapping } from './own-export-meaning';
import { decideDates } from './date-notes';
import { withInnerFields } from './inner-fields';
import { innerFormats } from './inner-formats';

/** Objects whose fields are looked at, and fields that are told apart. */
const OBJECTS_LOOKED_AT = 500;
const MAX_PATHS = 1_024;
/** Share of rows that have to be objects. */
const OBJECT_SHARE = 0.5;

/** Raw text of the first rows. */
function firstRows(sample: string, complete: boolean, recordsAt?: readonly string[]): string[] {
	const found = recordsAt ? new RecordFinder(recordsAt).push(sample, complete) : sample;
	const { text, starts, ends } = new JsonScanner().push(found, complete);
	return starts.slice(0, OBJECTS_LOOKED_AT).map((start, row) => text.slice(start, ends[row]));
}

/** Whether most of a text is JSON objects. Docker's own log lines are not meant: they are read as lines. */
export function looksLikeJson(sample: string, complete: boolean): boolean {
	if (!sample.includes('{')) return false;
	if (findRecords(sample)) return true;
	const rows = firstRows(sample, complete);
	const objects = rows.filter((raw) => raw.startsWith('{') && parseObject(raw));
	if (objects.length === 0 || objects.length < rows.length * OBJECT_SHARE) return false;
	return !objects.every((raw) => dockerJson.read(raw, 0, raw.length));
}

/** Finds the fields of JSON objects as columns with dotted paths. */
export function sniffJson(
	sample: string,
	complete: boolean,
	common: CommonFormat,
	overrides: Partial<InputFormat>,
	defaultSource: string,
	seen: SeenFile = {}
): SniffedInput {
	const recordsAt = overrides.recordsAt ?? findRecords(sample);
	const raws = firstRows(sample, complete, recordsAt);
	const columns = overrides.columns ?? columnsOf(raws);
	const own = ownExportMapping(columns, defaultSource);
	const mapping = own ?? mapObjects(columns, raws.map(parseObject), defaultSource);
	const base: InputFormat = {
		...common,
		kind: 'json',
		delimiter: ',',
		header: false,
		columns,
		...(recordsAt ? { recordsAt } : {})
	};
	const shape = { format: base, mapping, extraColumns: 0 };
	const cells = raws.map((raw) => rowCells(shape, raw));
	const messages = cells.map((row) => messageOfCells(mapping, row));
	const later = (seen.lines ?? []).map((line) => rowCells(shape, line));
	const times = [...cells, ...later].map((row) => row[mapping.timestamp ?? -1] ?? '');
	const dates = decideDates(times, [], overrides, seen.modified ?? Date.now());
	const outer = {
		...base,
		dayFirst: false,
		...dates.format,
		lineFormats: overrides.lineFormats ?? (own ? [] : innerFormats(messages))
	};
	const format = own ? outer : withInnerFields(outer, mapping, cells, overrides);
	const rows = cells.slice(0, PREVIEW_ROWS).map((row) => withInnerCells(row, format, mapping));
	return { format, mapping, rows, problems: dates.problems };
}

function columnsOf(raws: readonly string[]): string[] {
	const columns = new Set<string>();
	for (const raw of raws)
		for (const path of pathsOf(parseObject(raw) ?? {}))
			if (columns.size < MAX_PATHS) columns.add(path);
	return columns.size === 0 ? ['message'] : [...columns];
}
