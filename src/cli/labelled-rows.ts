import { InputError } from '../lib/pipeline/read/input-error';
import { rowCells } from '../lib/pipeline/read/row-cells';
import { openRows, type OpenRow } from '../workers/read/open-rows';
import type { RowInput } from '../workers/read/row-batches';

/** A row of a labelled file. */
interface LabelledOpenRow extends OpenRow {
	truth: string;
	/** What else a careful labeller accepts: the column `also`, with `|` between labels. */
	also: string[];
}

/** Labelled rows of files. */
export interface LabelledFile {
	rows: LabelledOpenRow[];
	/** Rows that have no label. */
	unlabelled: number;
}

/**
 * Reads the rows of labelled files.
 * @throws InputError when no column holds labels, or no row has one
 */
export async function labelledRows({ preview, batches }: RowInput): Promise<LabelledFile> {
	const { format, mapping } = preview;
	if (mapping.truth === undefined)
		throw new InputError(
			`It is not plain to see which column holds the labels: say so with --columns label=COLUMN. There are ${format.columns.map((name) => `"${name}"`).join(', ')}.`
		);
	const [truthAt, alsoAt] = [mapping.truth, format.columns.indexOf('also')];
	const rows: LabelledOpenRow[] = [];
	let unlabelled = 0;
	for await (const batch of batches)
		for (const row of openRows(batch)) {
			const cells = rowCells({ format, mapping, extraColumns: 0 }, row.raw);
			const truth = (cells[truthAt] ?? '').trim();
			if (truth === '') unlabelled++;
			else rows.push({ ...row, truth, also: (cells[alsoAt] ?? '').split('|').filter(Boolean) });
		}
	if (rows.length === 0) throw new InputError('No row has a label.');
	return { rows, unlabelled };
}
