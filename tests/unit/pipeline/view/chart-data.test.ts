import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartData } from '../../../../src/lib/pipeline/view/chart-data';
import { applyFilter } from '../../../../src/lib/pipeline/view/row-filter';
import { CONFIDENCE_BINS } from '../../../../src/lib/pipeline/constants';
import { PENDING } from '../../../../src/lib/pipeline/columnar/outcome';
import { SEVERITIES } from '../../../../src/lib/pipeline/types';
import { passes, randomFilter, randomMarks, seen, type Seen } from '../../support/naive-filter';
import { randomRun, tableOf } from '../../support/random-run';

const isTimed = ({ time }: Seen): boolean => !Number.isNaN(time);
const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

describe('chartData', () => {
	it('counts what a count row by row does', () => {
		fc.assert(
			fc.property(randomRun, randomFilter, randomMarks, (run, filter, marks) => {
				const table = tableOf(run);
				table.marks = marks;
				const data = chartData(table, applyFilter(table, filter));
				const all = run.rows.map((_, row) => seen(run, table, row));
				const matching = all.filter((row) => passes(row, filter, undefined));
				expect(data.matched).toBe(matching.length);
				expect(data.untimed).toBe(matching.filter((row) => !isTimed(row)).length);

				const timed = all.filter((row) => passes(row, filter, undefined, 'time') && isTimed(row));
				expect(data.time === undefined).toBe(timed.length === 0);
				if (data.time) {
					const { bins, labels, statuses } = data.time;
					const inBin = (rows: Seen[], bin: number): number =>
						rows.filter(({ time }) => Math.floor((time - bins.start) / bins.width) === bin).length;
					for (const { name, rows } of labels)
						expect(rows).toEqual(
							rows.map((_, bin) =>
								inBin(
									timed.filter((row) => row.labels === name),
									bin
								)
							)
						);
					const labelled = timed.filter((row) => row.labels !== PENDING);
					expect(sum(labels.flatMap(({ rows }) => rows))).toBe(labelled.length);
					const withStatus = all.filter(
						(row) =>
							row.statuses !== '' &&
							isTimed(row) &&
							passes(row, filter, undefined, 'time', 'statuses')
					);
					const shown = withStatus.filter(
						({ time }) => time >= bins.start && time < bins.start + bins.count * bins.width
					);
					expect(sum(statuses.flatMap(({ rows }) => rows))).toBe(shown.length);
				}

				const sure = all.filter((row) => passes(row, filter, undefined, 'confidence'));
				expect(sum(data.confidence)).toBe(sure.length);
				sure.forEach(({ confidence }) => {
					const bin = Math.min(
						CONFIDENCE_BINS - 1,
						Math.floor(confidence * CONFIDENCE_BINS + 1e-6)
					);
					expect(data.confidence[bin]).toBeGreaterThan(0);
				});

				const crossed = all.filter((row) => passes(row, filter, undefined, 'labels', 'sources'));
				data.matrix.sources.forEach((source, at) =>
					data.matrix.labels.forEach((label, column) => {
						const cell = crossed.filter((row) => row.sources === source && row.labels === label);
						expect(data.matrix.rows[at]?.[column]).toBe(cell.length);
					})
				);
				for (const { name, rows, seen: times } of data.severities) {
					const own = matching.filter((row) => row.labels === name);
					expect(rows).toEqual(
						SEVERITIES.map((severity) => own.filter((row) => row.severities === severity).length)
					);
					const moments = own.filter(isTimed).map(({ time }) => time);
					expect(times).toEqual(
						moments.length === 0 ? undefined : [Math.min(...moments), Math.max(...moments)]
					);
				}

				const free = all.filter((row) => passes(row, filter, undefined, 'templates'));
				for (const { template, rows, spark, seen: times } of data.templates) {
					const own = free.filter(({ templates }) => templates === template);
					expect(rows).toBe(own.length);
					const moments = own.filter(isTimed).map(({ time }) => time);
					if (moments.length > 0)
						expect(times).toEqual([Math.min(...moments), Math.max(...moments)]);
					if (!filter.time) expect(sum(spark)).toBe(moments.length);
				}
				const counts = data.templates
					.filter(({ mark }) => mark !== 'pinned')
					.map(({ rows }) => rows);
				expect(counts).toEqual([...counts].sort((a, b) => b - a));
				expect(data.unknown.every(({ rows, mark }) => rows > 0 && mark !== 'muted')).toBe(true);
			}),
			{ numRuns: 500 }
		);
	});

	it('shows a part of the time when asked to', () => {
		const rows = [0, 1_000, 2_000, 900_000].map((time) => ({
			template: 0,
			rule: 0,
			source: 0,
			time,
			severity: 0
		}));
		const table = tableOf({ rows, templates: [], running: false, chunkSize: 4 });
		const { time } = chartData(table, applyFilter(table, {}), [0, 2_000]);
		expect(time?.range).toEqual([0, 900_000]);
		expect(time?.bins.width).toBeLessThanOrEqual(100);
		expect(sum(time?.labels[0]?.rows ?? [])).toBe(3);
	});
});
