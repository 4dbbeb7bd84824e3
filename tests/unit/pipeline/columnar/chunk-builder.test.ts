import { describe, expect, it } from 'vitest';
import { ChunkBuilder } from '../../../../src/lib/pipeline/columnar/chunk-builder';
import {
	CHARS_PER_CHUNK,
	ROWS_OF_FIRST_CHUNK,
	ROWS_PER_CHUNK
} from '../../../../src/lib/pipeline/constants';
import { addRows, type RowValues } from '../../support/chunk-rows';
import type { RowColumns } from '../../../../src/lib/pipeline/types';

const values = (row: number): RowValues => ({
	template: row * 2,
	rule: (row % 5) - 1,
	source: row % 3,
	time: row % 7 === 0 ? NaN : row * 1_000.5,
	severity: row % 5
});
const raw = (row: number): string => `row ${row} ${'é'.repeat(row % 4)}\r\n`;

const textOf = ({ texts }: RowColumns): string => texts.join('');

function build(rows: number, text = raw): { chunks: RowColumns[]; builder: ChunkBuilder } {
	const chunks: RowColumns[] = [];
	const builder = new ChunkBuilder((chunk) => chunks.push(chunk));
	for (let row = 0; row < rows; row++) addRows(builder, text(row), undefined, values(row));
	builder.flush();
	return { chunks, builder };
}

describe('ChunkBuilder', () => {
	it('keeps every row with its text and values, in order', () => {
		const rows = ROWS_OF_FIRST_CHUNK + ROWS_PER_CHUNK + 100;
		const { chunks, builder } = build(rows);
		expect(chunks.map(({ rowCount }) => rowCount)).toEqual([
			ROWS_OF_FIRST_CHUNK,
			ROWS_PER_CHUNK,
			100
		]);
		expect(chunks.map(({ firstRow }) => firstRow)).toEqual([
			0,
			ROWS_OF_FIRST_CHUNK,
			ROWS_OF_FIRST_CHUNK + ROWS_PER_CHUNK
		]);
		expect(chunks.map(({ index }) => index)).toEqual([0, 1, 2]);
		expect([builder.rowCount, builder.chunkCount]).toEqual([rows, 3]);
		for (const chunk of chunks) {
			const text = textOf(chunk);
			for (let i = 0; i < chunk.rowCount; i++) {
				const row = chunk.firstRow + i;
				expect(text.slice(chunk.ends[i - 1] ?? 0, chunk.ends[i])).toBe(raw(row));
				const { template, rule, source, time, severity } = chunk;
				expect({
					template: template[i],
					rule: rule[i],
					source: source[i],
					time: time[i],
					severity: severity[i]
				}).toEqual(values(row));
			}
		}
	});

	it('takes rows that follow one another in one text, and leaves out what lies between others', () => {
		const chunks: RowColumns[] = [];
		const builder = new ChunkBuilder((chunk) => chunks.push(chunk));
		const text = 'header\na\nbb\n\nccc\n';
		addRows(builder, text, [
			[7, 9],
			[9, 12],
			[13, 17]
		]);
		addRows(builder, 'a\n');
		builder.flush();
		expect(chunks.map(textOf)[0]).toBe('a\nbb\nccc\na\n');
		expect([...(chunks[0]?.ends ?? [])]).toEqual([2, 5, 9, 11]);
	});

	it('ends a chunk early when its text is long', () => {
		const long = 'x'.repeat(CHARS_PER_CHUNK / 2);
		const { chunks } = build(5, () => long);
		expect(chunks.map(({ rowCount }) => rowCount)).toEqual([2, 2, 1]);
	});

	it('keeps a row that is longer than a chunk in one piece', () => {
		const { chunks } = build(1, () => 'x'.repeat(CHARS_PER_CHUNK * 2));
		expect(chunks).toHaveLength(1);
		expect(chunks[0]?.ends).toEqual(Uint32Array.of(CHARS_PER_CHUNK * 2));
	});

	it('emits no empty chunk', () => {
		const { chunks, builder } = build(0);
		builder.flush();
		expect(chunks).toEqual([]);
	});
});
