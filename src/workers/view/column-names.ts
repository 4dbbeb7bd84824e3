import { cellNames } from '../../lib/pipeline/read/cell-names';
import type { InputFormat } from '../../lib/pipeline/read/input-format';

type Columns = Pick<InputFormat, 'columns' | 'inner'>;

/** Name of a cell's column; cells beyond the named ones are numbered. */
export function columnName(format: Columns, at: number): string {
	const names = cellNames(format);
	return names[at] ?? `extra ${at - names.length + 1}`;
}

/** Position of a column by what `columnName` calls it, or -1. */
export function columnAt(format: Columns, name: string): number {
	const names = cellNames(format);
	const at = names.indexOf(name);
	const extra = /^extra ([1-9]\d{0,5})$/.exec(name)?.[1];
	return at === -1 && extra !== undefined ? names.length + Number(extra) - 1 : at;
}
