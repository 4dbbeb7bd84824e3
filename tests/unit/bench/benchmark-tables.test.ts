import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { BenchResult } from '../../bench/bench-result';
import { readResults, tablesOf, withTables } from '../../bench/benchmark-tables';

const docs = fileURLToPath(new URL('../../../docs/', import.meta.url));

const conditions = {
	date: '2026-11-30',
	version: '1.2.3 (abc1234)',
	processor: 'Some | CPU',
	cores: 2,
	memoryGB: 8,
	system: 'Linux 6',
	browser: 'Chromium 153',
	note: 'busy'
};

const kills: BenchResult = {
	kind: 'kill',
	conditions,
	input: { name: 'a.csv', bytes: 10 },
	figures: [
		{ how: 'tab closed', after: 5, storedRows: 0, same: true },
		{ how: 'browser killed', after: 6, storedRows: 9, same: true },
		{ how: 'tab closed', after: 7, storedRows: 9, same: false }
	]
};

const growth: BenchResult = {
	kind: 'growth',
	conditions,
	figures: {
		byRows: [],
		byTemplates: [
			{
				rows: 200_000,
				templates: 1_000,
				coldSeconds: 6.46,
				warmSeconds: 2,
				papaParseSeconds: 0.5,
				firstRowsSeconds: 1.04,
				memoryMB: null,
				stages: {}
			}
		]
	}
};

test('docs/benchmarks.md has the figures of docs/benchmarks/', () => {
	const page = readFileSync(`${docs}benchmarks.md`, 'utf8');
	expect(
		withTables(page, readResults(docs)) === page,
		'The tables are not up to date. Run "npm run bench:tables" and commit docs/benchmarks.md.'
	).toBe(true);
});

test('each kind of result becomes a table, and kinds without a result none', () => {
	const text = tablesOf([
		{ name: 'breaks', result: kills },
		{ name: 'growth', result: growth }
	]);
	expect(text).toContain('| [breaks](benchmarks/breaks.json) | tab closed | 2 | 1 |');
	expect(text).toContain('| [breaks](benchmarks/breaks.json) | browser killed | 1 | 1 |');
	expect(text).toContain(
		'| [growth](benchmarks/growth.json) | 200,000 | 1,000 | 6.5 | 2.0 | 4.0 times | 1.0 | unknown |'
	);
	expect(text).toContain('Some \\| CPU, 2 logical cores, 8 GB, Linux 6');
	expect(text).not.toContain('### Files');
	expect(text).not.toContain('### Filters');
});

test('tables replace what is between the marks, and a second time changes nothing', () => {
	const empty = withTables(readFileSync(`${docs}benchmarks.md`, 'utf8'), []);
	const once = withTables(empty, [{ name: 'breaks', result: kills }]);
	expect(once).not.toBe(empty);
	expect(withTables(once, [{ name: 'breaks', result: kills }])).toBe(once);
	expect(withTables(once, [])).toBe(empty);
});

test('a page without the marks is refused', () => {
	expect(() => withTables('# Benchmarks', [])).toThrow(/must hold the lines/);
});
