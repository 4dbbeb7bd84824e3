import { describe, expect, it } from 'vitest';
import { recordStart } from '../../../../src/lib/pipeline/read/record-start';
import { inputFormat } from '../../support/export-rows';

const MAPPING = { source: 0, message: 1, defaultSource: 'file' };
const TABLE = inputFormat(['source', 'log_message']);
const ROWS = Array.from(
	{ length: 20 },
	(_, row) => `web,"Started.\n\nNote:\t""${row}"",\nby nobody"\n`
);
const TEXT = ROWS.join('');

describe('recordStart', () => {
	it('finds the next row of a table from anywhere, also from within a quoted cell', () => {
		const starts = ROWS.map((_, row) => ROWS.slice(0, row).join('').length);
		for (let cut = 1; cut < TEXT.length / 2; cut++) {
			// Between two doubled quotes nothing tells them from two that close and open.
			if (TEXT[cut - 1] === '"' && TEXT[cut] === '"') continue;
			expect(starts).toContain(cut + recordStart(TEXT.slice(cut), TABLE, MAPPING));
		}
	});

	it('finds the next line of a log, whatever quotes are in it', () => {
		const lines = { ...TABLE, kind: 'lines' as const };
		expect(recordStart('a "b\nc\nd"\n', lines, MAPPING)).toBe(5);
		expect(recordStart('no break', lines, MAPPING)).toBe(8);
	});
});
