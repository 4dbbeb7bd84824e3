import { readEntry } from './entry-scanner';
import { lineFormatsOf } from './formats';
import type { ColumnMapping, InnerField, InputFormat } from './input-format';
import { cellAt, parseObject } from './json-fields';
import { messageOfCells } from './message-cells';

/** The JSON object that a message is, or that is in the log line that it is. */
export function objectIn(
	message: string,
	{ lineFormats = [] }: Pick<InputFormat, 'lineFormats'>
): Record<string, unknown> | undefined {
	if (!message.includes('{')) return undefined;
	const entry = readEntry(message, lineFormatsOf(lineFormats));
	return entry.object ?? parseObject(entry.message ?? message.slice(entry.start, entry.end));
}

/** One cell for each field; '' where there is no object, or it lacks the field. */
export const innerCells = (
	fields: readonly InnerField[],
	object: Record<string, unknown> | undefined
): string[] => fields.map(({ path }) => (object ? cellAt(object, path) : ''));

/** A row's cells with those of the object in its message; cells beyond the named columns stay last. */
export function withInnerCells(
	cells: string[],
	format: InputFormat,
	mapping: ColumnMapping
): string[] {
	const { columns, inner } = format;
	if (!inner) return cells;
	const named = columns.map((_, at) => cells[at] ?? '');
	const object = objectIn(messageOfCells(mapping, cells), format);
	return [...named, ...innerCells(inner, object), ...cells.slice(named.length)];
}
