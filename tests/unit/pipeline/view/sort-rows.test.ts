import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
	SORT_COLUMNS,
	sortRows,
	type SortColumn
} from '../../../../src/lib/pipeline/view/sort-rows';
import { applyFilter } from '../../../../src/lib/pipeline/view/row-filter';
import type { RunTable } from '../../../../src/lib/pipeline/columnar/run-table';
import { TIERS } from '../../../../src/lib/pipeline/types';
import { randomRun, SOURCES, tableOf } from '../../support/random-run';

function keyOf(table: RunTable, row: number, by: SortColumn): number | string {
	const { label, tier, confidence } = table.outcome(row);
	const keys: Record<SortColumn, number | string> = {
		row,
		time: table.time[row] as number,
		source: SOURCES[table.source[row] as number] as string,
		label,
		confidence: Math.fround(confidence),
		tier: TIERS.indexOf(tier),
		severity: table.severity[row] as number
	};
	return keys[by];
}

describe('sortRows', () => {
	it('is a stable sort by each column, rows without a time last', () => {
		fc.assert(
			fc.property(
				randomRun,
				fc.constantFrom(...SORT_COLUMNS),
				fc.boolean(),
				(run, by, descending) => {
					const table = tableOf(run);
					const { rows } = applyFilter(table, {});
					const expected = [...rows].sort((a, b) => {
						const [x, y] = [keyOf(table, a, by), keyOf(table, b, by)];
						if (Number.isNaN(x) || Number.isNaN(y))
							return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
						const order = x < y ? -1 : x > y ? 1 : 0;
						return descending ? -order : order;
					});
					expect([...sortRows(table, rows, { by, descending })]).toEqual(expected);
				}
			),
			{ numRuns: 500 }
		);
	});

	it('sorts times that are far apart', () => {
		const times = [4e12, 0, 8e12, 4e12 + 1, 65_536, 65_535];
		const rows = times.map((time) => ({ template: 0, rule: 0, source: 0, severity: 0, time }));
		const table = tableOf({ rows, templates: [], running: false, chunkSize: 9 });
		const sorted = sortRows(table, applyFilter(table, {}).rows, { by: 'time', descending: false });
		expect([...sorted]).toEqual([1, 5, 4, 0, 3, 2]);
	});
});
