import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLogFile, type ReadRow } from '../../../src/cli/read-file';

interface ReadingCase {
	file: string;
	text: string[] | string;
	rows: Partial<ReadRow>[];
}

const FOLDER = new URL('../../fixtures/reading/', import.meta.url);
const NOW = Date.parse('2026-11-29T20:00:00Z');

for (const kind of readdirSync(FOLDER).filter((name) => name.endsWith('.json'))) {
	const cases = JSON.parse(readFileSync(new URL(kind, FOLDER), 'utf8')) as ReadingCase[];
	describe(`reading ${kind.replace('.json', '')}`, () => {
		it.each(cases)('$file', async ({ file, text, rows }) => {
			const whole = typeof text === 'string' ? text : text.map((line) => `${line}\n`).join('');
			const input = new File([whole], file, { lastModified: NOW });
			const read = await readLogFile(input, { zone: 'utc' });
			const compared = read.rows.map((row, at) => partOf(row, rows[at] ?? row));
			expect(compared).toEqual(rows);
		});
	});
}

/** The fields of a row that are compared. */
const partOf = (row: ReadRow, fields: Partial<ReadRow>): Partial<ReadRow> =>
	Object.fromEntries(Object.entries(row).filter(([name]) => name in fields));

describe('reading what cannot be read', () => {
	it('gives no rows, and says why', async () => {
		const zip = new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0])], 'a.png');
		const { rows, problems, format } = await readLogFile(zip);
		expect(rows).toEqual([]);
		expect(problems).toEqual([expect.stringContaining('a PNG image')]);
		expect(format).toBeNull();
	});

	it('asks which column holds the message', async () => {
		const table = new File(['alpha,beta\n1,2\n3,4\n'], 'a.csv');
		const { rows, problems } = await readLogFile(table);
		expect(rows).toEqual([]);
		expect(problems[0]).toContain('which column');
	});
});
