import { objectIn } from '../read/inner-fields';
import type { ColumnMapping, InputFormat } from '../read/input-format';
import { cellAt, pathsOf } from '../read/json-fields';
import { messageOfCells } from '../read/message-cells';
import { exportColumns } from '../read/row-cells';
import { uniqueNames } from './column-meaning';

/** Objects whose fields are looked at, and fields that are told apart. */
export const OBJECTS_LOOKED_AT = 500;
const MAX_PATHS = 1_024;

/** An object in a message of the input, and what the row's columns say already. */
export interface InnerObject {
	object: Record<string, unknown> | undefined;
	said: readonly string[];
}

/**
 * The fields of the objects in an input's messages, as columns. Those that say in each row what another column says are
 * left out.
 *
 * @param overrides the fields that several files have together
 */
export function innerFields(
	found: readonly InnerObject[],
	format: InputFormat,
	overrides: Partial<InputFormat>
): Pick<InputFormat, 'inner'> {
	const paths = overrides.inner?.map(({ path }) => path) ?? [...newPaths(found)];
	if (paths.length === 0) return {};
	// `log_message` and `raw` are columns of exports alone.
	const taken = [...new Set([...format.columns, ...exportColumns(format)])];
	const names = uniqueNames([...taken, ...paths]).columns.slice(taken.length);
	return { inner: paths.map((path, at) => ({ path, name: names[at] ?? path })) };
}

/** The format of a table or of objects with the fields of the objects in its messages. @param cells of the first rows */
export function withInnerFields(
	format: InputFormat,
	mapping: ColumnMapping,
	cells: readonly string[][],
	overrides: Partial<InputFormat>
): InputFormat {
	const found = cells.slice(0, OBJECTS_LOOKED_AT).map((said) => {
		return { object: objectIn(messageOfCells(mapping, said), format), said };
	});
	return { ...format, ...innerFields(found, format, overrides) };
}

function newPaths(found: readonly InnerObject[]): Set<string> {
	const paths = new Set<string>();
	for (const { object, said } of found) {
		if (!object) continue;
		for (const path of pathsOf(object)) {
			if (paths.has(path) || paths.size >= MAX_PATHS) continue;
			if (!said.includes(cellAt(object, path))) paths.add(path);
		}
	}
	return paths;
}
