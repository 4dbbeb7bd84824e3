import type { ColumnMapping, InputFormat } from './input-format';

/** A row of a run that kept no message text. */
export interface TextlessRow {
	/** Canonical text of its message. */
	canonical: string;
	source: string;
	/** Milliseconds since the epoch; NaN where there is none. */
	time: number;
}

/**
 * A raw row, in the run's own format, that stands for one whose text was not kept: the canonical text is its message, and
 * of its other cells there are source and time. It is read like any stored row, so that table and exports need not know.
 */
export function standInRow(
	{ kind, delimiter, columns }: Pick<InputFormat, 'kind' | 'delimiter' | 'columns'>,
	mapping: ColumnMapping,
	{ canonical, source, time }: TextlessRow
): string {
	if (kind === 'lines') return `${canonical}\n`;
	const cells = columns.map(() => '');
	const set = (column: number | undefined, text: string): void => {
		if (column !== undefined) cells[column] = text;
	};
	set(mapping.timestamp, Number.isNaN(time) ? '' : new Date(time).toISOString());
	set(mapping.source, source);
	set(mapping.message, canonical);
	if (kind === 'json')
		return `${JSON.stringify(Object.fromEntries(columns.map((name, at) => [name, cells[at]])))}\n`;
	return `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter)}\n`;
}
