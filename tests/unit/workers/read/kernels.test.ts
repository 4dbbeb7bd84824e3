import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernelModule, MODULE } from '../../../../scripts/kernels';
import { MAX_QUOTED_CELL_CHARS } from '../../../../src/lib/pipeline/constants';
import { ShapeList } from '../../../../src/lib/pipeline/canonical/shape-list';
import type { Kernels } from '../../../../src/lib/pipeline/kernels/kernels';
import { EntryRows } from '../../../../src/lib/pipeline/read/entry-rows';
import { CsvRows } from '../../../../src/lib/pipeline/read/csv-rows';
import { CsvScanner, type CsvDialect } from '../../../../src/lib/pipeline/read/csv-scanner';
import type { InputFormat } from '../../../../src/lib/pipeline/read/input-format';
import { FieldReader, type NewShape } from '../../../../src/lib/pipeline/read/row-fields';
import { rowDefaults, type RowScanner } from '../../../../src/lib/pipeline/read/rows';
import type { ScannedTable } from '../../../../src/lib/pipeline/read/scanned-rows';
import { loadKernels } from '../../../../src/workers/read/kernels/load-kernels';
import { logLine } from '../../support/log-line';
import { cut, cuts } from '../../support/pieces';

const kernels = loadKernels() as Kernels;
const encoder = new TextEncoder();
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);

const table = fc
	.array(
		fc.constantFrom(
			...[
				'"',
				'""',
				'\\"',
				'\\',
				',',
				';',
				'\t',
				'\n',
				'\r',
				'\r\n',
				'#',
				'a',
				'b c',
				'\0',
				'é',
				'😀'
			],
			'a long cell without any mark'
		),
		{ maxLength: 40 }
	)
	.map((parts) => parts.join(''));
const dialect = fc.record({ backslash: fc.boolean(), comment: fc.constantFrom('', '#') });

/** All that a scanner says of the pieces. */
function scans(
	pieces: readonly string[],
	delimiter: string,
	wanted: readonly number[],
	how: CsvDialect,
	kernels?: Kernels
): Omit<ScannedTable, 'codes'>[] {
	const scanner = new CsvScanner(delimiter, wanted, 1, how, kernels);
	return pieces.map((piece, at) => {
		const { codes, ...scan } = scanner.push(bytesOf(piece), at === pieces.length - 1);
		if (scan.text !== '') expect(codes).toBe(scan.text);
		return scan;
	});
}

describe('kernels', () => {
	it('are compiled from the source that stands here', async () => {
		expect(await kernelModule()).toBe(readFileSync(MODULE, 'utf8'));
	}, 60_000);

	it('find the rows that CsvPass finds, in pieces of any size', () => {
		fc.assert(
			fc.property(
				table,
				cuts,
				fc.constantFrom(',', ';', '\t'),
				fc.uniqueArray(fc.nat(5), { maxLength: 4 }),
				dialect,
				(text, at, delimiter, wanted, how) => {
					const pieces = cut(text, at);
					expect(scans(pieces, delimiter, wanted, how, kernels)).toEqual(
						scans(pieces, delimiter, wanted, how)
					);
				}
			),
			{ numRuns: 3_000 }
		);
	});

	it('find the rows of any bytes that CsvPass finds', () => {
		const scan = (
			bytes: Uint8Array<ArrayBuffer>,
			final: boolean,
			kernels?: Kernels
		): ScannedTable => new CsvScanner(',', [1, 0], 1, {}, kernels).push(bytes, final);
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, final) => {
				const own = new Uint8Array(bytes);
				expect(scan(own, final, kernels)).toEqual(scan(own, final));
			}),
			{ numRuns: 1_000 }
		);
	});

	it('take a cell that is never closed for text at the same length', () => {
		// Without the text, which takes long to compare.
		const scan = (pieces: readonly string[], kernels?: Kernels): unknown =>
			scans(pieces, ',', [1], {}, kernels).map(({ text, ...found }) => ({
				...found,
				length: text.length
			}));
		for (const extra of [-1, 0, 1, 2]) {
			const text = `a,"${'x'.repeat(MAX_QUOTED_CELL_CHARS + extra)}`;
			for (const pieces of [[text], [text, '"\nb,c\n']])
				expect(scan(pieces, kernels)).toEqual(scan(pieces));
		}
	});

	it('number sources, levels and shapes as TypeScript does, over files and pieces', () => {
		const cell = (backslash: boolean) => (text: string) =>
			backslash ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text.replaceAll('"', '""')}"`;
		const message = fc.oneof(
			{ weight: 4, arbitrary: logLine },
			fc.string({ unit: 'binary-ascii' }),
			fc.string({ unit: 'grapheme' }),
			fc.uuid(),
			// Sixteen bytes are written at once: the ids stand across their borders, and may have no digit.
			fc
				.tuple(
					fc.stringMatching(/^[a-g .é-]{0,40}$/),
					fc.uuid(),
					fc.stringMatching(/^[a-g -]{0,20}$/)
				)
				.map(([before, id, behind]) => before + id.replaceAll(/[1-7]/g, 'c') + behind),
			fc.stringMatching(/^[0-9a-fx"\\.:-]{1,40}$/)
		);
		const source = fc.constantFrom('', 'web', 'db', '-', 'NULL', 'größe', 'a "b"', 'x'.repeat(300));
		const level = fc.constantFrom('', 'WARN', 'err', '3', 'none', '"');
		const rows = fc.array(fc.tuple(source, level, message), { minLength: 1, maxLength: 12 });
		fc.assert(
			fc.property(
				fc.array(rows, { minLength: 1, maxLength: 3 }),
				cuts,
				fc.boolean(),
				(files, at, backslash) => {
					const written = files.map((rows) =>
						rows.map((row) => row.map(cell(backslash)).join(',')).join('\r\n')
					);
					expect(fieldsOf(written, at, backslash, kernels)).toEqual(
						fieldsOf(written, at, backslash)
					);
				}
			),
			{ numRuns: 1_000 }
		);
	});

	it('number messages of lines as TypeScript does, among those that are no part of the text', () => {
		const message = fc.oneof(logLine, fc.constantFrom('"quoted"', '{"msg":"in 5 s"}', 'größe 7'));
		const head = fc.constantFrom(
			'Jan  2 03:04:05 host cron[7]: ',
			'2026-01-02T03:04:05Z stdout F ',
			'2026-01-02T03:04:05Z stderr P ',
			'2026-01-02 03:04:05,678 WARN [main] a.b.C: ',
			'\u001b[31m',
			'\tat a.b.C(D.java:',
			''
		);
		const lines = fc.array(
			fc.tuple(head, message).map((parts) => parts.join('').replaceAll(/[\r\n]/g, ' ')),
			{ minLength: 1, maxLength: 12 }
		);
		const files = fc.array(lines, { minLength: 1, maxLength: 3 });
		const by = fc.constantFrom('off' as const, 'frames' as const, 'headers' as const);
		fc.assert(
			fc.property(files, cuts, by, fc.constantFrom('\n', '\r\n'), (files, at, by, lineBreak) => {
				const format: InputFormat = {
					...{ kind: 'lines', encoding: 'utf-8', gzip: false, delimiter: ',', header: false },
					...{ columns: [], lineFormats: ['syslog', 'cri', 'log4j', 'json-object'], join: { by } }
				};
				const written = files.map((lines) => lines.join(lineBreak));
				const read = (kernels?: Kernels): unknown[] =>
					fieldsOfRows(written, at, (source) => {
						const defaults = rowDefaults(format, MAPPING, { source, modified: 0 });
						return new EntryRows(format, defaults, kernels);
					});
				expect(read(kernels)).toEqual(read());
			}),
			{ numRuns: 500 }
		);
	});

	it('take no text with characters beyond ASCII', () => {
		const cells = new Int32Array([0, 3]);
		for (const text of ['é12', '12é', '😀12'])
			expect([kernels.take(text, cells), kernels.holds(text)]).toEqual([false, false]);
		expect([kernels.take('a12', cells), kernels.holds('a12')]).toEqual([true, true]);
	});

	it('leave to TypeScript what a full table does not keep', () => {
		const rows = Array.from({ length: 10_000 }, (_, i) => `source-${i},info,${words(i)} ${i}`);
		const file = [...rows, ...rows].join('\n');
		expect(fieldsOf([file], [0.5], false, kernels)).toEqual(fieldsOf([file], [0.5], false));
	});

	it('refuse to number cells of a text that is no longer in their memory', () => {
		const column = { text: bytesOf('a,b\n'), slot: 0, mark: 34, skip: 0 };
		kernels.scan(bytesOf('c,d\n'), { delimiter: 44, escape: -1, comment: -1 }, [0], 1, true);
		expect(() => kernels.numberCells(kernels.newTable(16, 100, 10), column)).toThrow(
			'Another text was taken since.'
		);
	});
});

const MAPPING = { message: 0, defaultSource: 'the file' };

/** A word of letters that no other number has. */
const words = (i: number): string =>
	[...i.toString(16)].map((digit) => 'ghijklmnopqrstuv'[parseInt(digit, 16)]).join('');

/** The fields of the rows of all files, read in pieces; shapes and sources by what they are. */
function fieldsOf(
	files: readonly string[],
	at: readonly number[],
	backslash: boolean,
	kernels?: Kernels
): unknown[] {
	const format: InputFormat = {
		...{ kind: 'csv', encoding: 'utf-8', gzip: false, delimiter: ',', header: false, backslash },
		columns: ['source', 'level', 'message']
	};
	const mapping = { source: 0, level: 1, message: 2, defaultSource: 'the file' };
	return fieldsOfRows(
		files,
		at,
		(source) =>
			new CsvRows(format, mapping, rowDefaults(format, mapping, { source, modified: 0 }), kernels)
	);
}

/** The same of rows of any kind. @param rowsOf reads a file, given its name */
function fieldsOfRows(
	files: readonly string[],
	at: readonly number[],
	rowsOf: (source: string) => RowScanner
): unknown[] {
	const reader = new FieldReader(new ShapeList());
	const shapes: NewShape[] = [];
	const sources: string[] = [];
	return files.flatMap((file, name) => {
		const rows = rowsOf(`file ${name}`);
		const pieces = cut(file, at);
		return pieces.map((piece, at) => {
			const batch = rows.push(bytesOf(piece), at === pieces.length - 1);
			const { newShapes, newSources, shape, source, ...fields } = reader.read(batch);
			shapes.push(...newShapes);
			sources.push(...newSources);
			return {
				...fields,
				shapes: Array.from(shape, (position) => shapes[position]),
				sources: Array.from(source, (position) => sources[position])
			};
		});
	});
}
