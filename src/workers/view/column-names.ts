import type { InputFormat } from '../../lib/pipeline/read/input-format';

type Columns = Pick<InputFormat, 'columns'>;

/** Name of a cell's column; cells beyond the named ones are numbered. */
export const columnName = ({ columns }: Columns, at: number): string =>
	columns[at] ?? `extra ${at - columns.length + 1}`;

/** Position of a column by what `columnName` calls it, or -1. */
export function columnAt({ columns }: Columns, name: string): number {
	const at = columns.indexOf(name);
	const extra = /^extra ([1-9]\d{0,5})$/.exec(name)?.[1];
	return at === -1 && extra !== undefined ? columns.length + Number(extra) - 1 : at;
}
