import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RowFilter } from '../../src/lib/pipeline/row-filter';
import { PENDING, type RunTable } from '../../src/lib/pipeline/run-table';
import { SEVERITIES, TIERS } from '../../src/lib/pipeline/types';
import type { MarkState } from '../../src/lib/pipeline/template-marks';
import { randomRun, SOURCES, tableOf, type RandomRun } from './random-run';

const LABELS = ['IOError', 'NetworkError', 'Routine', 'Unclassified'];
const some = <T extends string>(names: readonly T[]): fc.Arbitrary<T[] | undefined> =>
	fc.option(fc.subarray([...names]), { nil: undefined });

const randomFilter = fc
	.record({
		labels: some([...LABELS, 'Unknown']),
		tiers: some(TIERS),
		sources: some([...SOURCES, 'elsewhere']),
		severities: some(SEVERITIES),
		needsReview: fc.option(fc.boolean(), { nil: undefined }),
		template: fc.option(fc.nat(6), { nil: undefined }),
		showMuted: fc.option(fc.boolean(), { nil: undefined })
	})
	.map((filter) => {
		const given = Object.entries(filter).filter(([, value]) => value !== undefined);
		return Object.fromEntries(given) as RowFilter;
	});

const randomMarks: fc.Arbitrary<Map<string, MarkState>> = fc
	.array(fc.option(fc.constantFrom<MarkState>('muted', 'pinned')), { maxLength: 6 })
	.map((states) => {
		const marks = states.map((state, index) => [`text ${index}`, state] as const);
		return new Map(marks.flatMap(([text, state]) => (state ? [[text, state]] : [])));
	});

/** One row as the filter sees it. */
function seen(run: RandomRun, table: RunTable, row: number) {
	const { source, severity, template, time } = run.rows[row] as RandomRun['rows'][number];
	const { label, tier, needsReview } = table.outcome(row);
	const muted = table.markOf(template) === 'muted';
	return {
		row,
		muted,
		labels: label,
		tiers: tier as string,
		sources: SOURCES[source] as string,
		severities: SEVERITIES[severity] as string,
		needsReview: needsReview && !muted,
		template,
		time
	};
}
type Seen = ReturnType<typeof seen>;
const FIELDS = ['labels', 'tiers', 'sources', 'severities'] as const;
type FieldName = (typeof FIELDS)[number];

const passes = (row: Seen, filter: RowFilter, text: Uint8Array | undefined, except?: FieldName) =>
	FIELDS.every((name) => {
		const wanted: readonly string[] = filter[name] ?? [];
		return name === except || wanted.length === 0 || wanted.includes(row[name]);
	}) &&
	(!filter.needsReview || row.needsReview) &&
	(filter.template === undefined || row.template === filter.template) &&
	(!row.muted || filter.showMuted === true || filter.template !== undefined) &&
	(!text || text[row.row] === 1);

function countBy(rows: readonly Seen[], name: FieldName): Record<string, number> {
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
				const { rows, facets } = table.query(filter, text);
				expect([...rows]).toEqual(expected.map(({ row }) => row));
				const withMuted = all.filter((row) => passes(row, { ...filter, showMuted: true }, text));
				expect(facets.muted).toBe(withMuted.filter(({ muted }) => muted).length);
				expect(facets.needsReview).toBe(expected.filter((row) => row.needsReview).length);
				expect(facets.templates).toBe(new Set(expected.map(({ template }) => template)).size);
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
				}
			}),
			{ numRuns: 600 }
		);
	});

	it('takes an empty choice for no filter', () => {
		fc.assert(
			fc.property(randomRun, (run) => {
				const table = tableOf(run);
				expect(table.query({ labels: [], tiers: [], sources: [], severities: [] })).toEqual(
					table.query({})
				);
			})
		);
	});

	it('finds nothing in a run without rows', () => {
		const empty = tableOf({ rows: [], templates: [], running: false, chunkSize: 1 });
		expect(empty.query({ labels: ['IOError'] })).toEqual({
			rows: new Uint32Array(0),
			facets: {
				labels: [],
				tiers: [],
				sources: [],
				severities: [],
				templates: 0,
				muted: 0,
				needsReview: 0
			}
		});
	});
});
