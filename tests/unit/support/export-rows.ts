import {
	ExportColumns,
	type ExportOutcome,
	type ExportRow
} from '../../../src/lib/pipeline/export/columns';
import type { RowWriter } from '../../../src/lib/pipeline/export/writer';
import type { RowLayout } from '../../../src/lib/pipeline/read/row-cells';
import type { InputFormat } from '../../../src/lib/pipeline/read/input-format';

const OUTCOME: ExportOutcome = {
	label: 'IOError',
	confidence: 0.98765,
	tier: 'head',
	rule: '',
	needsReview: false,
	family: 'problem',
	certainty: 'sure',
	familyConfidence: 0.99123
};

export const inputFormat = (columns: string[], change: Partial<InputFormat> = {}): InputFormat => ({
	kind: 'csv',
	encoding: 'utf-8',
	gzip: false,
	delimiter: ',',
	header: true,
	columns,
	...change
});

/** Writes raw rows through a writer, some at a time, into one file. */
export function writeRows(
	writerFor: (columns: ExportColumns) => RowWriter,
	raws: readonly string[],
	format: InputFormat,
	change: Partial<RowLayout> & { rowsAtOnce?: number } = {}
): Buffer {
	const { rowsAtOnce = 2, ...input } = change;
	const columns = new ExportColumns({
		format,
		mapping: { message: 0, defaultSource: 'file' },
		extraColumns: 0,
		...input
	});
	const writer = writerFor(columns);
	const parts = [writer.start()];
	const rows = raws.map((raw): ExportRow => ({
		cells: columns.cells(raw, 'file'),
		outcome: OUTCOME
	}));
	for (let at = 0; at < rows.length; at += rowsAtOnce)
		parts.push(writer.rows(rows.slice(at, at + rowsAtOnce)));
	parts.push(writer.end());
	return Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array)));
}
