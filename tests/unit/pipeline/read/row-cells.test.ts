import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvScanner } from '../../../../src/lib/pipeline/read/csv-scanner';
import type { ColumnMapping, InputFormat } from '../../../../src/lib/pipeline/read/input-format';
import {
	chunkColumn,
	chunkMessages,
	rowCells,
	rowMessage
} from '../../../../src/lib/pipeline/read/row-cells';

const FORMAT: InputFormat = {
	kind: 'csv',
	encoding: 'utf-8',
	gzip: false,
	delimiter: ',',
	header: true,
	columns: ['time', 'title', 'text']
};
const shapeOf = (mapping: Partial<ColumnMapping>) => ({
	format: FORMAT,
	mapping: { message: 2, defaultSource: 'file', ...mapping },
	extraColumns: 1
});

/** Raw rows as the reader divides a text. */
function rowsOf(text: string): { text: string; ends: Uint32Array; raws: string[] } {
	const { rows, starts, ends } = new CsvScanner(',', [0]).push(text, true);
	const raws = Array.from({ length: rows }, (_, at) => text.slice(starts[at], ends[at]));
	let end = 0;
	return { text: raws.join(''), ends: Uint32Array.from(raws, (raw) => (end += raw.length)), raws };
}

describe('chunkMessages and chunkColumn', () => {
	it('give the message and the cell of each row as the row by itself does', () => {
		const piece = fc.constantFrom(
			'a',
			'word',
			',',
			'"',
			'""',
			'\n',
			'\r\n',
			'\u001b[31m',
			'é',
			' '
		);
		const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
		fc.assert(
			fc.property(
				text,
				fc.constantFrom<Partial<ColumnMapping>>({}, { alsoMessage: [1] }, { message: 5 }),
				(input, mapping) => {
					const shape = shapeOf(mapping);
					const { text: chunk, ends, raws } = rowsOf(input);
					const message = chunkMessages(shape, { text: chunk, ends });
					expect(raws.map((_, at) => message(at))).toEqual(
						raws.map((raw) => rowMessage(shape, raw))
					);
					const cell = chunkColumn(shape, { text: chunk, ends }, 1);
					expect(raws.map((_, at) => cell(at))).toEqual(
						raws.map((raw) => rowCells(shape, raw)[1] ?? '')
					);
				}
			),
			{ numRuns: 2_000 }
		);
	});

	it('read rows one by one where a quotation was never closed', () => {
		const raws = ['1,"never closed,x\n', '2,t,second\n', '3,"t",third\n'];
		let end = 0;
		const ends = Uint32Array.from(raws, (raw) => (end += raw.length));
		const message = chunkMessages(shapeOf({}), { text: raws.join(''), ends });
		expect([0, 1, 2].map(message)).toEqual(['x', 'second', 'third']);
		const cell = chunkColumn(shapeOf({}), { text: raws.join(''), ends }, 1);
		expect([0, 1, 2].map(cell)).toEqual(['"never closed', 't', 't']);
	});
});
