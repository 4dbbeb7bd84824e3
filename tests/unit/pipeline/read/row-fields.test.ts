import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { shapeOf } from '../../../../src/lib/pipeline/canonical/message-shape';
import { ShapeList } from '../../../../src/lib/pipeline/canonical/shape-list';
import type { InputFormat } from '../../../../src/lib/pipeline/read/input-format';
import { RowReader } from '../../../../src/lib/pipeline/read/row-batch';
import { FieldReader, NO_LEVEL } from '../../../../src/lib/pipeline/read/row-fields';
import { SEVERITY_CODE } from '../../../../src/lib/pipeline/read/levels';
import { severityOfLevel } from '../../../../src/lib/pipeline/read/level-words';

const FORMAT: InputFormat = {
	kind: 'csv',
	encoding: 'utf-8',
	gzip: false,
	delimiter: ',',
	header: true,
	columns: ['source', 'level', 'time', 'message']
};
const MAPPING = { source: 0, level: 1, timestamp: 2, message: 3, defaultSource: 'the file' };

describe('FieldReader', () => {
	it('reads what each row says, with the sources of all batches and files in one order', () => {
		const source = fc.constantFrom('', 'web', 'db', 'größe', '"a ""quoted"" one"', 'x'.repeat(300));
		const level = fc.constantFrom('', 'WARN', 'err', '3', 'no level', 'Ünknown');
		const time = fc.constantFrom('', '2026-01-02 03:04:05', 'Jan  2 03:04:05', 'soon');
		const rows = fc.array(fc.tuple(source, level, time), { minLength: 1, maxLength: 12 });
		fc.assert(
			fc.property(
				fc.array(rows, { minLength: 1, maxLength: 4 }),
				fc.boolean(),
				(files, asBytes) => {
					const reader = new FieldReader(new ShapeList());
					const shapes: string[] = [];
					const sources: string[] = [];
					for (const lines of files) {
						const text = ['s,l,t,m', ...lines.map((cells) => `${cells.join(',')},grüße\r\n`)].join(
							'\n'
						);
						const batch = new RowReader(FORMAT, MAPPING).push(
							asBytes ? new TextEncoder().encode(text) : text,
							true
						);
						const fields = reader.read(batch);
						sources.push(...fields.newSources);
						shapes.push(...fields.newShapes.map(({ shape }) => shape));
						for (let row = batch.skip; row < batch.scanned.rows; row++) {
							expect(sources[fields.source[row] as number]).toBe(batch.source(row));
							expect(fields.time[row]).toBe(batch.time(row));
							expect(shapes[fields.shape[row] as number]).toBe(shapeOf(batch.message(row)));
							expect(fields.units[row]).toBe(batch.unitsOf(row));
							const severity = severityOfLevel(batch.level(row));
							expect(fields.level[row]).toBe(severity ? SEVERITY_CODE[severity] : NO_LEVEL);
						}
					}
					expect(new Set(sources).size).toBe(sources.length);
					// The header is no source.
					expect(sources).not.toContain('s');
				}
			)
		);
	});

	it('parses each object once: what is asked of a row is asked before the next one', () => {
		const format: InputFormat = { ...FORMAT, kind: 'json', header: false };
		const text = Array.from({ length: 50 }, (_, row) =>
			JSON.stringify({ source: 'web', level: 'info', time: 1_780_000_000 + row, message: 'up' })
		).join('\n');
		const batch = new RowReader(format, MAPPING).push(text, true);
		const parse = vi.spyOn(JSON, 'parse');
		const { time } = new FieldReader(new ShapeList()).read(batch);
		expect(parse).toHaveBeenCalledTimes(50);
		parse.mockRestore();
		expect(time).toHaveLength(50);
	});
});
