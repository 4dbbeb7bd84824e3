import {
	CONFIDENCE_BINS,
	MATRIX_SOURCES,
	MAX_TIME_BINS,
	SPARK_BINS,
	TOP_TEMPLATES
} from './constants';
import type { OutcomeCodes } from './outcome-codes';
import type { Filtered } from './row-filter';
import { FAILS, STATUS_CLASSES, type StatusClass } from './row-masks';
import { PENDING, type RunTable } from './run-table';
import { summariseTemplates, type TemplateSummary } from './template-summary';
import { binOf, timeBins, type TimeBins } from './time-bins';
import { SEVERITIES } from './types';

/** Rows of one thing in each bin. */
export interface BinSeries<T extends string = string> {
	name: T;
	/** Rows by bin. */
	rows: number[];
}

/** Rows over time; leaves out the time filter, so that what lies beside the chosen range stays in view. */
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
	severities: BinSeries[];
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
	const { masks, codes } = filtered;
	const found = firstPass(table, filtered);
	const range = found.range;
	const shown = range && (zoom ?? range);
	const bins = shown && timeBins(shown[0], shown[1], MAX_TIME_BINS);
	const labelCount = codes.labels.length;
	const byLabelAndBin = new Float64Array(labelCount * (bins?.count ?? 0));
	const byStatusAndBin = new Float64Array((STATUS_CLASSES.length + 1) * (bins?.count ?? 0));
	const bySourceAndLabel = new Float64Array((found.sources.length + 1) * labelCount);
	const byLabelAndSeverity = new Float64Array(labelCount * SEVERITIES.length);
	const slotOfSource = slotsOf(found.sources, table.sources.length, found.sources.length);
	const { rowCount, template, rule, source, severity, time } = table;

	for (let row = 0; row < rowCount; row++) {
		const mask = masks[row] as number;
		const forTime = bins !== undefined && (mask & ~FAILS.time) === 0;
		const forStatus = bins !== undefined && (mask & ~(FAILS.time | FAILS.status)) === 0;
		const forMatrix = (mask & ~(FAILS.source | FAILS.label)) === 0;
		if (!forTime && !forMatrix && !forStatus) continue;
		const at = template[row] as number;
		const label = codes.label[codes.at(rule[row] as number, at)] as number;
		if (forMatrix) {
			const slot = slotOfSource[source[row] as number] ?? found.sources.length;
			add(bySourceAndLabel, slot * labelCount + label);
		}
		if (mask === 0) add(byLabelAndSeverity, label * SEVERITIES.length + (severity[row] as number));
		if (!forStatus) continue;
		const bin = binOf(bins, time[row] as number);
		if (bin < 0) continue;
		if (forTime) add(byLabelAndBin, label * bins.count + bin);
		add(byStatusAndBin, (codes.status[at] as number) * bins.count + bin);
	}

	return {
		matched: filtered.rows.length,
		untimed: found.untimed,
		...(range && bins
			? {
					time: {
						bins,
						range,
						labels: seriesOf(codes.labels, byLabelAndBin, bins.count),
						statuses: seriesOf(
							STATUS_CLASSES,
							byStatusAndBin.subarray(bins.count),
							bins.count,
							false
						)
					}
				}
			: {}),
		confidence: [...found.confidence],
		matrix: matrixOf(table, codes, found, bySourceAndLabel),
		severities: seriesOf(codes.labels, byLabelAndSeverity, SEVERITIES.length),
		...templateLists(table, filtered, found)
	};
}

interface FirstPass {
	/** Positions of the sources with most rows. */
	sources: number[];
	sourceCount: number;
	/** Rows by template. */
	templates: Float64Array;
	confidence: Float64Array;
	/** Times of the rows that match apart from the time filter. */
	range?: [number, number] | undefined;
	/** Times of the rows that match apart from the template filter. */
	templateRange?: [number, number] | undefined;
	untimed: number;
}

function firstPass(table: RunTable, { masks, codes }: Filtered): FirstPass {
	const templates = new Float64Array(codes.templateCount);
	const sources = new Float64Array(table.sources.length);
	const confidence = new Float64Array(CONFIDENCE_BINS);
	const range: [number, number] = [Infinity, -Infinity];
	const templateRange: [number, number] = [Infinity, -Infinity];
	let untimed = 0;
	for (let row = 0; row < table.rowCount; row++) {
		const mask = masks[row] as number;
		const template = table.template[row] as number;
		if ((mask & ~FAILS.template) === 0) add(templates, template);
		if ((mask & ~(FAILS.source | FAILS.label)) === 0) add(sources, table.source[row] as number);
		if ((mask & ~FAILS.confidence) === 0) {
			const value = codes.confidence[codes.at(table.rule[row] as number, template)] as number;
			add(confidence, Math.min(CONFIDENCE_BINS - 1, Math.floor(value * CONFIDENCE_BINS + 1e-6)));
		}
		const time = table.time[row] as number;
		if ((mask & ~FAILS.time) === 0) widen(range, time);
		if ((mask & ~FAILS.template) === 0) widen(templateRange, time);
		if (mask === 0 && Number.isNaN(time)) untimed++;
	}
	const occurring = [...sources.keys()].filter((at) => sources[at] !== 0);
	occurring.sort((a, b) => (sources[b] as number) - (sources[a] as number) || a - b);
	return {
		sources: occurring.slice(0, MATRIX_SOURCES),
		sourceCount: occurring.length,
		templates,
		confidence,
		untimed,
		range: nonEmpty(range),
		templateRange: nonEmpty(templateRange)
	};
}

function widen(range: [number, number], time: number): void {
	if (time < range[0]) range[0] = time;
	if (time > range[1]) range[1] = time;
}

const nonEmpty = (range: [number, number]): [number, number] | undefined =>
	range[0] <= range[1] ? range : undefined;

function add(counts: Float64Array, at: number): void {
	counts[at] = (counts[at] as number) + 1;
}

/** Slot of each listed position, `rest` for the others. */
function slotsOf(listed: readonly number[], count: number, rest: number): Int32Array {
	const slots = new Int32Array(count).fill(rest);
	listed.forEach((at, slot) => (slots[at] = slot));
	return slots;
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

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

function matrixOf(
	table: RunTable,
	codes: OutcomeCodes,
	{ sources, sourceCount }: FirstPass,
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
	found: FirstPass
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
	codes.review[template] === 1 &&
	codes.muted[template] === 0 &&
	table.templates[template]?.result !== undefined;
