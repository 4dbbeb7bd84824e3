import { withoutAnsi } from '../text/ansi';
import type { ColumnMapping } from './input-format';

/** Columns that make up the message, in order. */
export const messageColumns = ({ message, alsoMessage = [] }: ColumnMapping): number[] =>
	message === undefined ? [] : [message, ...alsoMessage];

/** Cells of a message as one text: each on its own line, empty ones left out. */
export const joinMessage = (cells: readonly string[]): string =>
	cells.length === 1 ? (cells[0] ?? '') : cells.filter((cell) => cell.trim() !== '').join('\n');

/** The message among the cells of a row, as it is classified and shown. */
export const messageOfCells = (mapping: ColumnMapping, cells: readonly string[]): string =>
	withoutAnsi(joinMessage(messageColumns(mapping).map((column) => cells[column] ?? '')));
