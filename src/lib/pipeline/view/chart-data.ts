import { binCounts, frequencies, type BinCounts, type Frequencies } from './chart-counts';
import { MAX_TIME_BINS, SPARK_BINS, TOP_TEMPLATES } from '../constants';
import type { OutcomeCodes } from '../columnar/outcome-codes';
import type { Filtered } from './row-filter';
import { STATUS_CLASSES, type StatusClass } from './filter';
import type { RunTable } from '../columnar/run-table';
import { PENDING } from '../columnar/outcome';
import { summariseTemplates, type TemplateSummary } from './template-summary';
import { timeBins, type TimeBins } from './time-bins';
import { SEVERITIES } from '../types';

/** Rows of one thing in each bin. */
interface BinSeries<T extends string = string> {
	name: T;
	/** Rows by bin. */
	rows: number[];
}

/** Rows over time; leaves out the time filter, so that the rest of the time stays in view. */
export interface TimeData {
	bins: TimeBins;
	/** By label, most rows first; only labels that occur. */
	labels: BinSeries[];
	/** By class of HTTP status; empty without any. */
	statuses: BinSeries<StatusClass>[];
	/** The whole range there is, of which the bins may show a part. */
	range: [from: number, to: number];
}

/** Rows by source and label, the sources with most rows first. */
export interface Matrix {
	sources: string[];
	labels: string[];
	/** By source, then label; leaves out the filters of both. */
	rows: number[][];
	/** Sources beyond those listed, and their rows by label. */
	others: { sources: number; rows: number[] };
}

/** Matching rows of one label. */
export interface LabelRows extends BinSeries {
	/** First and last moment; absent when none of the rows has a time. */
	seen?: [from: number, to: number];
}

/** Everything that the charts show of one filter. */
export interface ChartData {
	/** Rows that match. */
	matched: number;
	/** Rows that match and have no time. */
	untimed: number;
	/** Absent when no row has a time. */
	time?: TimeData;
	/** Rows by equal steps of confidence from 0 to 1; leaves out the confidence filter. */
	confidence: number[];
	matrix: Matrix;
	/** Matching rows by label and, in the order of `SEVERITIES`, by severity. */
	severities: LabelRows[];
	/** Templates with most rows, pinned ones first; leaves out the template filter. */
	templates: TemplateSummary[];
	/** Templates unlike anything known, or that no sieve is sure of, with most rows. */
	unknown: TemplateSummary[];
}

/**
 * Counts for all charts in two passes over the columns: the first finds what is frequent and when, the second fills
 * the bins.
 *
 * @param zoom part of the time to show, both ends included
 */
export function chartData(table: RunTable, filtered: Filtered, zoom?: [number, number]): ChartData {
	const { codes } = filtered;
	const found = frequencies(table, filtered);
	const shown = found.range && (zoom ?? found.range);
	const bins = shown && timeBins(shown[0], shown[1], MAX_TIME_BINS);
	const counts = binCounts(table, filtered, bins, found.sources);
	return {
		matched: filtered.rows.length,
		untimed: found.untimed,
		...(found.range && bins ? { time: timeData(codes, counts, bins, found.range) } : {}),
		confidence: [...found.confidence],
		matrix: matrixOf(table, codes, found, counts.matrix),
		severities: withTimes(
			seriesOf(codes.labels, counts.severities, SEVERITIES.length),
			codes.labels,
			counts
		),
		...templateLists(table, filtered, found)
	};
}

function timeData(
	codes: OutcomeCodes,
	{ labels, statuses }: BinCounts,
	bins: TimeBins,
	range: [number, number]
): TimeData {
	return {
		bins,
		range,
		labels: seriesOf(codes.labels, labels, bins.count),
		statuses: seriesOf(STATUS_CLASSES, statuses.subarray(bins.count), bins.count, false)
	};
}

/** @param counts by name, then bin */
function seriesOf<T extends string>(
	names: readonly T[],
	counts: Float64Array,
	bins: number,
	byRows = true
): BinSeries<T>[] {
	const series = names
		.map((name, at) => ({ name, rows: [...counts.subarray(at * bins, (at + 1) * bins)] }))
		.filter(({ name, rows }) => name !== PENDING && rows.some((value) => value > 0));
	return byRows ? series.sort((a, b) => sum(b.rows) - sum(a.rows)) : series;
}

function withTimes(
	series: readonly BinSeries[],
	labels: readonly string[],
	{ labelTimes: { first, last } }: BinCounts
): LabelRows[] {
	return series.map((line) => {
		const at = labels.indexOf(line.name);
		const [from, to] = [first[at] as number, last[at] as number];
		return from <= to ? { ...line, seen: [from, to] } : line;
	});
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

function matrixOf(
	table: RunTable,
	codes: OutcomeCodes,
	{ sources, sourceCount }: Frequencies,
	counts: Float64Array
): Matrix {
	const width = codes.labels.length;
	const line = (slot: number): number[] => [...counts.subarray(slot * width, (slot + 1) * width)];
	const lines = Array.from({ length: sources.length + 1 }, (_, slot) => line(slot));
	const used = codes.labels.map(
		(label, at) => label !== PENDING && lines.some((values) => values[at] !== 0)
	);
	const usedOnly = <T>(values: readonly T[]): T[] => values.filter((_, at) => used[at]);
	return {
		sources: sources.map((at) => table.sources[at] as string),
		labels: usedOnly(codes.labels),
		rows: lines.slice(0, -1).map(usedOnly),
		others: { sources: sourceCount - sources.length, rows: usedOnly(lines.at(-1) as number[]) }
	};
}

function templateLists(
	table: RunTable,
	filtered: Filtered,
	found: Frequencies
): Pick<ChartData, 'templates' | 'unknown'> {
	const counts = found.templates;
	const byRows = (a: number, b: number): number =>
		(counts[b] as number) - (counts[a] as number) || a - b;
	const occurring = [...counts.keys()].filter((at) => counts[at] !== 0);
	const isPinned = (at: number): number => (table.markOf(at) === 'pinned' ? 1 : 0);
	const top = [...occurring].sort((a, b) => isPinned(b) - isPinned(a) || byRows(a, b));
	const unknown = occurring.filter((at) => needsReview(table, filtered.codes, at)).sort(byRows);
	const wanted = [top, unknown].map((list) => list.slice(0, TOP_TEMPLATES));
	const { templateRange: range } = found;
	const bins = range && timeBins(range[0], range[1], SPARK_BINS);
	const summaries = summariseTemplates(table, filtered, new Set(wanted.flat()), counts, bins);
	const [templates = [], others = []] = wanted.map((list) =>
		list.map((at) => summaries.get(at) as TemplateSummary)
	);
	return { templates, unknown: others };
}

/** Rules may have settled all rows of a template that the head was not asked about. */
const needsReview = (table: RunTable, codes: OutcomeCodes, template: number): boolean =>
	table.outcomeOf(-1, template).needsReview &&
	codes.muted[template] === 0 &&
	table.templates[template]?.result !== undefined;
