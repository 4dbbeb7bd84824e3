import fc from 'fast-check';
import { parquetReadObjects, parquetMetadata } from 'hyparquet';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { PARQUET_ROW_GROUP } from '../../../../src/lib/pipeline/constants';
import { ExportColumns } from '../../../../src/lib/pipeline/export/columns';
import { JsonlWriter } from '../../../../src/lib/pipeline/export/jsonl';
import { ParquetRowWriter } from '../../../../src/lib/pipeline/export/parquet';
import { inputFormat, writeRows } from '../../support/export-rows';

const OWN = {
	target_label: 'IOError',
	confidence: 0.9877,
	tier: 'head',
	rule: '',
	needs_review: false,
	family: 'problem',
	certainty: 'sure',
	family_confidence: 0.9912
};
const cells = fc.array(
	fc.array(
		fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('=1+1', '"', '\n', '\0', '\u2028')),
		{ minLength: 2, maxLength: 2 }
	),
	{ maxLength: 12 }
);
const rawOf = (row: string[]): string => Papa.unparse([row], { quotes: true }) + '\n';

const readJsonl = (file: Buffer): unknown[] =>
	file
		.toString()
		.split('\n')
		.slice(0, -1)
		.map((line) => JSON.parse(line) as unknown);

const arrayBuffer = (file: Buffer): ArrayBuffer => new Uint8Array(file).buffer;
const readParquet = (file: Buffer): Promise<Record<string, unknown>[]> =>
	parquetReadObjects({ file: arrayBuffer(file) });

describe('JsonlWriter', () => {
	it('brings any cells back as they were, in order', () => {
		fc.assert(
			fc.property(cells, (rows) => {
				const file = writeRows(
					(columns) => new JsonlWriter(columns),
					rows.map(rawOf),
					inputFormat(['x', 'y'])
				);
				expect(readJsonl(file)).toEqual(rows.map(([x, y]) => ({ x, y, ...OWN })));
			}),
			{ numRuns: 300 }
		);
	});

	it('keeps the order of columns, and those named like properties or numbers', () => {
		const file = writeRows(
			(columns) => new JsonlWriter(columns),
			['a,b,c\n'],
			inputFormat(['z', '__proto__', '1'])
		);
		expect(file.toString()).toBe(
			'{"z":"a","__proto__":"b","1":"c","target_label":"IOError","confidence":0.9877,"tier":"head","rule":"","needs_review":false,"family":"problem","certainty":"sure","family_confidence":0.9912}\n'
		);
	});
});

describe('ParquetRowWriter', () => {
	it('brings any cells back as they were, in order', async () => {
		await fc.assert(
			fc.asyncProperty(cells, async (rows) => {
				const file = writeRows(
					(columns) => new ParquetRowWriter(columns),
					rows.map(rawOf),
					inputFormat(['x', 'y'])
				);
				expect(await readParquet(file)).toEqual(rows.map(([x, y]) => ({ x, y, ...OWN })));
			}),
			{ numRuns: 150 }
		);
	});

	it('writes row groups of bounded size, handing each over at once', async () => {
		const count = PARQUET_ROW_GROUP * 2 + 10;
		const raws = Array.from({ length: count }, (_, at) => `source ${at % 7},message ${at}\n`);
		const columns = new ExportColumns({
			format: inputFormat(['source', 'log_message']),
			mapping: { message: 1, defaultSource: 'file' },
			extraColumns: 0
		});
		const writer = new ParquetRowWriter(columns);
		const outcome = {
			label: 'IOError',
			confidence: 1,
			tier: 'rule' as const,
			rule: 'r',
			needsReview: false,
			family: 'problem',
			certainty: 'sure' as const,
			familyConfidence: 1
		};
		const parts = [writer.start()];
		const sizes: number[] = [];
		for (let at = 0; at < count; at += 10_000) {
			const part = writer.rows(
				raws.slice(at, at + 10_000).map((raw) => ({ cells: columns.cells(raw, ''), outcome }))
			);
			sizes.push(part.length);
			parts.push(part);
		}
		parts.push(writer.end());
		const file = Buffer.concat(parts);
		expect(
			parquetMetadata(arrayBuffer(file)).row_groups.map(({ num_rows }) => Number(num_rows))
		).toEqual([PARQUET_ROW_GROUP, PARQUET_ROW_GROUP, 10]);
		// Bytes come with every full group and not in between.
		expect(sizes.filter((size) => size > 0)).toHaveLength(2);
		const rows = await readParquet(file);
		expect(rows).toHaveLength(count);
		expect(rows[count - 1]).toMatchObject({ log_message: `message ${count - 1}`, rule: 'r' });
	});

	it('keeps columns named like object properties, and gives types to its own', () => {
		const file = writeRows(
			(columns) => new ParquetRowWriter(columns),
			['a,b\n'],
			inputFormat(['__proto__', 'constructor'])
		);
		const { schema } = parquetMetadata(arrayBuffer(file));
		expect(schema.slice(1).map(({ name, type }) => [name, type])).toEqual([
			['__proto__', 'BYTE_ARRAY'],
			['constructor', 'BYTE_ARRAY'],
			['target_label', 'BYTE_ARRAY'],
			['confidence', 'DOUBLE'],
			['tier', 'BYTE_ARRAY'],
			['rule', 'BYTE_ARRAY'],
			['needs_review', 'BOOLEAN'],
			['family', 'BYTE_ARRAY'],
			['certainty', 'BYTE_ARRAY'],
			['family_confidence', 'DOUBLE']
		]);
	});

	it('writes a valid file without rows', async () => {
		const file = writeRows((columns) => new ParquetRowWriter(columns), [], inputFormat(['x']));
		expect(await readParquet(file)).toEqual([]);
	});
});

describe('ExportColumns', () => {
	it('masks every input column but times and levels', () => {
		const columns = new ExportColumns({
			format: inputFormat(['time', 'level', 'source', 'log_message', 'note']),
			mapping: { timestamp: 0, level: 1, source: 2, message: 3, defaultSource: 'f' },
			extraColumns: 1
		});
		const cells = columns.cells(
			'1700000000000,ERROR,10.0.0.1,user=bob,a@b.example,+1 415 555 0123\n',
			''
		);
		expect(columns.masked(cells)).toEqual([
			'1700000000000',
			'ERROR',
			'<ip>',
			'user=<user>',
			'<email>',
			'<phone>'
		]);
	});

	it('masks lines with their source', () => {
		const columns = new ExportColumns({
			format: inputFormat(['message'], { kind: 'lines', header: false }),
			mapping: { message: 0, defaultSource: 'file' },
			extraColumns: 0
		});
		expect(columns.masked(columns.cells('refused by 10.0.0.7\n', 'alice@web'))).toEqual([
			'<user>@web',
			'refused by <ip>'
		]);
	});
});
