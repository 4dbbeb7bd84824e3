import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import Papa from 'papaparse';
import type { ExportColumns } from '../../../src/lib/pipeline/export/columns';
import { CsvWriter } from '../../../src/lib/pipeline/export/csv';
import { JsonlWriter } from '../../../src/lib/pipeline/export/jsonl';
import { ParquetRowWriter } from '../../../src/lib/pipeline/export/parquet';
import { withoutApostrophe } from '../../../src/lib/pipeline/read/own-export';
import { inputFormat, writeRows } from '../../unit/support/export-rows';
import { brokenMessage, NASTY } from '../broken-text';
import { target, type Target } from '../target';

const cell = fc
	.oneof(
		fc.array(fc.constantFrom(...NASTY, "'=", '"'), { maxLength: 6 }).map((parts) => parts.join('')),
		fc.string({ unit: 'binary', maxLength: 12 }),
		brokenMessage
	)
	// Text of a run was decoded and holds no half of a character.
	.map((text) => text.replace(/\p{Surrogate}/gu, '\uFFFD'));
/** What reads Parquet here takes a mark at the start of a name away. */
const name = fc
	.oneof(
		fc.constantFrom('x', 'message', 'target_label', '__proto__', '=1', '1', 'a"b', 'tier', ''),
		cell
	)
	.map((text) => text.replace(/^\uFEFF+/, ''));
const written = fc
	.record({
		names: fc.uniqueArray(name, {
			minLength: 2,
			maxLength: 3,
			selector: (one) => one.toLowerCase()
		}),
		rows: fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 20 }),
		rowsAtOnce: fc.integer({ min: 1, max: 7 }),
		delimiter: fc.constantFrom(',', ';', '\t')
	})
	.map(({ names, rows, ...way }) => ({
		...way,
		names,
		rows: rows.map((cells) => cells.slice(0, names.length))
	}));

type Written = typeof written extends fc.Arbitrary<infer Value> ? Value : never;

function write(
	{ names, rows, rowsAtOnce, delimiter }: Written,
	writerFor: Parameters<typeof writeRows>[0]
): { bytes: Buffer; columns: string[] } {
	const raws = rows.map((row) => Papa.unparse([row], { quotes: true, delimiter }) + '\n');
	let columns: string[] = [];
	const keepColumns = (all: ExportColumns): ReturnType<typeof writerFor> => {
		columns = all.all;
		return writerFor(all);
	};
	const bytes = writeRows(keepColumns, raws, inputFormat(names, { delimiter }), { rowsAtOnce });
	return { bytes, columns };
}

/** Only the input's cells; ours behind them are the same for each row. */
const cellsOf = (rows: readonly unknown[][], { names }: Written): unknown[][] =>
	rows.map((row) => row.slice(0, names.length));

export const exports: Target[] = [
	target('an export as CSV is read back by PapaParse', 'export', written, (given) => {
		const { bytes, columns } = write(given, (columns) => new CsvWriter(columns));
		const text = bytes.toString().slice(1);
		const [header = [], ...rows] = Papa.parse<string[]>(text, {
			delimiter: ',',
			newline: '\r\n'
		}).data.slice(0, -1);
		assert.equal(header.length, columns.length);
		for (const row of rows) assert.equal(row.length, columns.length);
		const plain = rows.map((row) => row.map(withoutApostrophe));
		assert.deepEqual(cellsOf(plain, given), given.rows);
		for (const cell of rows.flat()) assert.doesNotMatch(cell, /^[=@\t\r]/);
	}),
	target('an export as JSON Lines is read back by JSON.parse', 'export', written, (given) => {
		const { bytes, columns } = write(given, (columns) => new JsonlWriter(columns));
		const lines = bytes.toString().split('\n').slice(0, -1);
		const rows = lines.map((line) => {
			const entries = new Map(Object.entries(JSON.parse(line) as Record<string, unknown>));
			assert.equal(entries.size, columns.length);
			return columns.map((name) => entries.get(name));
		});
		assert.deepEqual(cellsOf(rows, given), given.rows);
	}),
	target('an export as Parquet is read back by hyparquet', 'export', written, async (given) => {
		const { bytes, columns } = write(given, (columns) => new ParquetRowWriter(columns));
		const found = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
		const rows = found.map((row) => columns.map((name) => row[name]));
		// An object of that library cannot hold this name; and it takes a mark at the start of a text away.
		if (columns.includes('__proto__')) assert.equal(rows.length, given.rows.length);
		else
			assert.deepEqual(
				cellsOf(rows, given),
				given.rows.map((cells) => cells.map((text) => text.replace(/^\uFEFF/, '')))
			);
	})
];
