import { withoutAnsi } from '../text/ansi';
import type { ColumnMapping } from './input-format';

/** Columns that make up the message, in order. */
export const messageColumns = ({ message, alsoMessage = [] }: ColumnMapping): number[] =>
	message === undefined ? [] : [message, ...alsoMessage];

/** Cells of a message as one text, empty ones left out; each on its own line unless something else is to part them. */
export const joinMessage = (cells: readonly string[], glue = '\n'): string =>
	cells.length === 1 ? (cells[0] ?? '') : cells.filter((cell) => cell.trim() !== '').join(glue);

/** The message among the cells of a row, as it is classified and shown. */
export function messageOfCells(mapping: ColumnMapping, cells: readonly string[]): string {
	const message = withoutAnsi(
		joinMessage(
			messageColumns(mapping).map((column) => cells[column] ?? ''),
			mapping.glue
		)
	);
	if (message !== '') return message;
	const other = mapping.fallbacks?.message?.find((column) => (cells[column] ?? '') !== '');
	return other === undefined ? message : withoutAnsi(cells[other] ?? '');
}
