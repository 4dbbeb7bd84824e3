import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFilter, facetsOfMatches } from '../../../../src/lib/pipeline/view/row-filter';
import { PENDING } from '../../../../src/lib/pipeline/columnar/outcome';
import { passes, randomFilter, randomMarks, seen, type Seen } from '../../support/naive-filter';
import { randomRun, tableOf } from '../../support/random-run';

const FIELDS = ['certainties', 'families', 'labels', 'tiers', 'sources', 'severities'] as const;

function countBy(rows: readonly Seen[], name: (typeof FIELDS)[number]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const row of rows) counts[row[name]] = (counts[row[name]] ?? 0) + 1;
	return counts;
}

describe('applyFilter', () => {
	it('finds and counts what a filter row by row does', () => {
		const textFor = fc.option(fc.array(fc.nat(1), { minLength: 60, maxLength: 60 }), {
			nil: undefined
		});
		fc.assert(
			fc.property(randomRun, randomFilter, textFor, randomMarks, (run, filter, bits, marks) => {
				const text = bits && Uint8Array.from(bits);
				const table = tableOf(run);
				table.marks = marks;
				const all = run.rows.map((_, row) => seen(run, table, row));
				const expected = all.filter((row) => passes(row, filter, text));
				const { rows, facets } = applyFilter(table, filter, text);
				expect([...rows]).toEqual(expected.map(({ row }) => row));
				const withMuted = all.filter((row) => passes(row, { ...filter, showMuted: true }, text));
				expect(facets.muted).toBe(withMuted.filter(({ muted }) => muted).length);
				const sure = expected.filter(({ certainties }) => certainties === 'sure');
				expect(Object.fromEntries(facets.sureLabels)).toEqual(countBy(sure, 'labels'));
				expect(facets.templates).toBe(new Set(expected.map(({ templates }) => templates)).size);
				const times = expected.map(({ time }) => time).filter((time) => !Number.isNaN(time));
				expect(facets.timeRange).toEqual(
					times.length === 0 ? undefined : [Math.min(...times), Math.max(...times)]
				);
				for (const name of FIELDS) {
					// A facet leaves out its own field's filter.
					const counts = countBy(
						all.filter((row) => row[name] !== PENDING && passes(row, filter, text, name)),
						name
					);
					expect(Object.fromEntries(facets[name])).toEqual(counts);
					const frequencies = facets[name].map(([, count]) => count);
					expect(frequencies).toEqual([...frequencies].sort((a, b) => b - a));
					const matching = expected.filter((row) => row[name] !== PENDING);
					expect(Object.fromEntries(facetsOfMatches(filter, facets)[name])).toEqual(
						countBy(matching, name)
					);
				}
			}),
			{ numRuns: 600 }
		);
	});

	it('takes an empty choice for no filter', () => {
		fc.assert(
			fc.property(randomRun, (run) => {
				const table = tableOf(run);
				expect(applyFilter(table, { labels: [], tiers: [], sources: [], severities: [] })).toEqual(
					applyFilter(table, {})
				);
			})
		);
	});

	it('finds nothing in a run without rows', () => {
		const empty = tableOf({ rows: [], templates: [], running: false, chunkSize: 1 });
		expect(applyFilter(empty, { labels: ['IOError'] })).toMatchObject({
			rows: new Uint32Array(0),
			facets: {
				labels: [],
				tiers: [],
				sources: [],
				severities: [],
				templates: 0,
				muted: 0,
				certainties: [],
				sureLabels: [],
				families: []
			}
		});
	});
});
