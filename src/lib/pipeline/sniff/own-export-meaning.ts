import type { ColumnMapping } from '../read/input-format';
import { OTHER_FIELDS, ownExport } from '../read/own-export';
import { mapColumns, mapPaths } from './column-meaning';

/** What the columns of an input mean by their names alone: all that an export can be read again by. */
export const namedMapping = (columns: readonly string[], isJson: boolean): ColumnMapping =>
	isJson ? mapPaths(columns, '') : mapColumns(columns, '');

/** What the columns of an export of Winnow mean; undefined for any other file. */
export function ownExportMapping(
	columns: readonly string[],
	defaultSource: string
): ColumnMapping | undefined {
	const own = ownExport(columns);
	if (!own) return undefined;
	const names = columns.slice(0, own.input).filter((name) => name !== OTHER_FIELDS);
	// Where the columns were not plain by their names, the export says all three.
	const { message, level, source } = namedMapping(names, own.isJson);
	return {
		...(message === undefined ? {} : { message }),
		...(level === undefined ? {} : { level }),
		...(source === undefined ? {} : { source }),
		...own.mapping,
		defaultSource
	};
}
