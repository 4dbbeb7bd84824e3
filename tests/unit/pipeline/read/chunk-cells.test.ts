import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkCells } from '../../../../src/lib/pipeline/read/chunk-cells';
import { CsvScanner } from '../../../../src/lib/pipeline/read/csv-scanner';
import type { ColumnMapping, InputFormat } from '../../../../src/lib/pipeline/read/input-format';
import { exportCells, rowSaid } from '../../../../src/lib/pipeline/read/row-cells';

const FORMAT: InputFormat = {
	kind: 'csv',
	encoding: 'utf-8',
	gzip: false,
	delimiter: ',',
	header: true,
	columns: ['time', 'level', 'text']
};
const pieces = fc.constantFrom(
	...['a', 'word', '-', 'error', '{"k":"v"}', '"{""k"":""v""}"', "'=1", '"\'=1"'],
	...[',', ',', '"', '""', '\\', '\\"', '\n', '\n', '\r\n', '#', '\u001b[31m', 'é😀', ' ']
);
const formats = fc.constantFrom<Partial<InputFormat>>(
	{},
	{ backslash: true },
	{ comment: '#' },
	{ escaped: true },
	{ padded: true },
	{ lineFormats: ['log4j'] },
	{ inner: [{ path: 'k', name: 'k' }] },
	{ kind: 'lines' },
	{ kind: 'json' }
);
const mappings = fc.constantFrom<Partial<ColumnMapping>>(
	{},
	{ level: 1 },
	{ alsoMessage: [1], level: 0 },
	{ message: 5 },
	{ status: 0 }
);

describe('chunkCells', () => {
	it('gives cells, message and level of each row as the row by itself does', () => {
		const text = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));
		fc.assert(
			fc.property(text, formats, mappings, (input, change, mapping) => {
				const layout = {
					format: { ...FORMAT, ...change },
					mapping: { message: 2, defaultSource: 'file', ...mapping },
					extraColumns: 1
				};
				const { starts, ends } = new CsvScanner(',', [], undefined, layout.format).push(
					input,
					true
				);
				const raws = Array.from(ends, (end, at) => input.slice(starts[at], end));
				let end = 0;
				const read = chunkCells(layout, {
					text: raws.join(''),
					ends: Uint32Array.from(raws, (raw) => (end += raw.length))
				});
				expect(raws.map((_, at) => read.cells(at, 'here'))).toEqual(
					raws.map((raw) => exportCells(layout, raw, 'here'))
				);
				expect(raws.map((_, at) => read.said(at))).toEqual(raws.map((raw) => rowSaid(layout, raw)));
			}),
			{ numRuns: 2_000 }
		);
	});
});
