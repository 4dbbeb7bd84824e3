import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import {
	ExportColumns,
	ownValues,
	type ExportRow
} from '../../../../src/lib/pipeline/export/columns';
import { CsvWriter } from '../../../../src/lib/pipeline/export/csv';
import { isoTime } from '../../../../src/lib/pipeline/export/iso-time';
import { JsonlWriter } from '../../../../src/lib/pipeline/export/jsonl';
import { LineBytes } from '../../../../src/lib/pipeline/export/line-bytes';
import { needsApostrophe } from '../../../../src/lib/pipeline/read/own-export';
import { inputFormat } from '../../support/export-rows';

const cell = fc
	.array(
		fc.constantFrom('a', '"', ',', '\n', '=', "'", '-', '1', '{', '\\', 'é😀', '\ud800', ' ', '\t'),
		{ maxLength: 6 }
	)
	.map((parts) => parts.join(''));
const number = fc.constantFrom(0, 1, 0.5, 0.12345, 1e-9);
const outcome = fc.record<ExportRow['outcome']>({
	label: cell,
	confidence: number,
	tier: fc.constantFrom('rule', 'head', 'none'),
	rule: cell,
	needsReview: fc.boolean(),
	family: cell,
	certainty: fc.constantFrom('sure', 'unknown'),
	familyConfidence: number
});
const time = fc.oneof(
	fc.integer({ min: -1e14, max: 1e15 }),
	fc.integer({ min: 1_700_000_000_000, max: 1_700_000_200_000 }),
	fc.constantFrom(NaN, 0, -1, 0.5, -62_167_219_200_001, 253_402_300_799_999, 253_402_300_800_000)
);
const row = (outcomes: ExportRow['outcome'][]): fc.Arbitrary<ExportRow> =>
	fc.record({
		cells: fc.array(cell, { minLength: 2, maxLength: 2 }),
		outcome: fc.constantFrom(...outcomes),
		place: fc.record({
			row: fc.nat(),
			time,
			template: cell,
			said: fc.record({ message: cell, level: cell, source: cell })
		})
	});
/** Rows of which some share their outcome. */
const rows = fc
	.array(outcome, { minLength: 1, maxLength: 3 })
	.chain((outcomes) => fc.array(row(outcomes), { minLength: 1, maxLength: 12 }));

const columns = new ExportColumns(
	{
		format: inputFormat(['x', 'y'], { padded: true }),
		mapping: { message: 0, defaultSource: 'file' },
		extraColumns: 0
	},
	{ places: true }
);
const valuesOf = (one: ExportRow): (string | number | boolean)[] => [
	...one.cells,
	...ownValues(one)
];

describe('the writers of rows', () => {
	it('write CSV as PapaParse does', () => {
		fc.assert(
			fc.property(rows, (given) => {
				const cells = given.map((one) =>
					valuesOf(one).map((value) => {
						const text =
							typeof value === 'number' && !Number.isInteger(value)
								? value.toFixed(4)
								: String(value);
						return needsApostrophe(text) ? `'${text}` : text;
					})
				);
				const text = `${Papa.unparse(cells, { quotes: true, newline: '\r\n' })}\r\n`;
				expect(Buffer.from(new CsvWriter(columns).rows(given))).toEqual(Buffer.from(text));
			})
		);
	});

	it('write JSON Lines as JSON.stringify does', () => {
		fc.assert(
			fc.property(rows, (given) => {
				const lines = given.map((one) => {
					const values = valuesOf(one);
					return JSON.stringify(
						Object.fromEntries(columns.all.map((name, at) => [name, values[at]]))
					);
				});
				const text = lines.map((line) => `${line}\n`).join('');
				expect(Buffer.from(new JsonlWriter(columns).rows(given))).toEqual(Buffer.from(text));
			})
		);
	});

	it('encode lines as a whole is encoded, however long they are', () => {
		const bytes = new LineBytes();
		for (const length of [0, 1, 16_383, 16_384, 70_000, 3]) {
			const lines = ['é'.repeat(length), '😀\n', 'a'.repeat(length), '\n'];
			expect(Buffer.from(bytes.of(lines)).equals(Buffer.from(lines.join('')))).toBe(true);
		}
	});

	it('keep what was encoded before as it is', () => {
		const bytes = new LineBytes();
		const first = bytes.of(['first']);
		bytes.of(['other']);
		expect(Buffer.from(first).toString()).toBe('first');
	});
});

describe('isoTime', () => {
	it('is as the date gives it', () => {
		fc.assert(
			fc.property(fc.array(time, { minLength: 1 }), (times) => {
				for (const one of times)
					expect(isoTime(one)).toBe(Number.isNaN(one) ? '' : new Date(one).toISOString());
			}),
			{ numRuns: 500 }
		);
	});
});
