import { mapPaths } from './column-meaning';
import { PREVIEW_ROWS } from '../constants';
import { dockerJson } from '../read/formats/docker-json';
import type { InputFormat } from '../read/input-format';
import { parseObject, pathsOf } from '../read/json-fields';
import { JsonScanner } from '../read/json-scanner';
import { messageOfCells } from '../read/message-cells';
import { rowCells } from '../read/row-cells';
import type { CommonFormat, SniffedInput } from './sniffed';
import { guessLineFormats } from './lines';

/** Objects whose fields are looked at, and fields that are told apart. */
const OBJECTS_LOOKED_AT = 500;
const MAX_PATHS = 1_024;
/** Share of rows that have to be objects. */
const OBJECT_SHARE = 0.5;
/** Share of messages that have to be log lines with a header of their own. */
const INNER_SHARE = 0.5;

/** Raw text of the first rows. */
function firstRows(sample: string, complete: boolean): string[] {
	const { text, starts, ends } = new JsonScanner().push(sample, complete);
	return starts.slice(0, OBJECTS_LOOKED_AT).map((start, row) => text.slice(start, ends[row]));
}

/** Whether most of a text is JSON objects. Docker's own log lines are not meant: they are read as lines. */
export function looksLikeJson(sample: string, complete: boolean): boolean {
	if (!sample.includes('{')) return false;
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
	defaultSource: string
): SniffedInput {
	const raws = firstRows(sample, complete);
	const columns = overrides.columns ?? columnsOf(raws);
	const mapping = mapPaths(columns, defaultSource);
	const base: InputFormat = { ...common, kind: 'json', delimiter: ',', header: false, columns };
	const shape = { format: base, mapping, extraColumns: 0 };
	const messages = raws.map((raw) => messageOfCells(mapping, rowCells(shape, raw)));
	const format = { ...base, lineFormats: overrides.lineFormats ?? innerFormats(messages) };
	const rows = raws.slice(0, PREVIEW_ROWS).map((raw) => rowCells({ ...shape, format }, raw));
	return { format, mapping, rows, problems: [] };
}

function columnsOf(raws: readonly string[]): string[] {
	const columns = new Set<string>();
	for (const raw of raws)
		for (const path of pathsOf(parseObject(raw) ?? {}))
			if (columns.size < MAX_PATHS) columns.add(path);
	return columns.size === 0 ? ['message'] : [...columns];
}

function innerFormats(messages: readonly string[]): string[] {
	const lines = messages.map((message) => message.split('\n', 1)[0] ?? '');
	const formats = guessLineFormats(lines);
	const share =
		formats.length === 0
			? 0
			: lines.filter((line) => guessLineFormats([line]).length > 0).length / lines.length;
	return share >= INNER_SHARE ? formats : [];
}
