import type { InputFormat } from './input-format';

type Columns = Pick<InputFormat, 'columns' | 'inner'>;

/** Names of the cells of a row: its columns, then the fields of the object in its message. */
export const cellNames = ({ columns, inner = [] }: Columns): string[] =>
	inner.length === 0 ? columns : [...columns, ...inner.map(({ name }) => name)];
