import { splitRow } from './csv-scanner';
import type { InputFormat } from './input-format';

/**
 * All cells of one stored raw row, as the run's format divides it, for the rows that are shown or exported.
 *
 * @param extraColumns cells beyond the named columns that some row of the run has
 */
export function rowCells(format: InputFormat, raw: string, extraColumns = 0): string[] {
	if (format.kind === 'lines') return [withoutLineEnd(raw)];
	return splitRow(raw, format.delimiter, format.columns.length + extraColumns);
}

/** A raw row of text without the line breaks that end it. */
const withoutLineEnd = (raw: string): string => raw.replace(/[\r\n]+$/, '');
