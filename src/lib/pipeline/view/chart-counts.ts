import { CONFIDENCE_BINS, MATRIX_SOURCES } from '../constants';
import type { Filtered } from './row-filter';
import { FAILS } from './row-masks';
import { STATUS_CLASSES } from './filter';
import type { RunTable } from '../columnar/run-table';
import { binOf, type TimeBins } from './time-bins';
import { SEVERITIES } from '../types';

/** First and last moment, in milliseconds since the epoch. */
type TimeRange = [from: number, to: number];

/** What has to be known of the rows before bins can be laid out. */
export interface Frequencies {
	/** Positions of the sources with most rows, without the filters of source and label. */
	sources: number[];
	/** Sources that occur. */
	sourceCount: number;
	/** Rows by template, without the template filter. */
	templates: Float64Array;
	/** Rows by equal steps of confidence, without the confidence filter. */
	confidence: Float64Array;
	/** Times of the rows that match apart from the time filter. */
	range: TimeRange | undefined;
	/** Times of the rows that match apart from the template filter. */
	templateRange: TimeRange | undefined;
	/** Rows that match and have no time. */
	untimed: number;
}

const OF_MATRIX = FAILS.source | FAILS.label;

/** First pass over the columns: what is frequent, and when it was. */
export function frequencies(table: RunTable, { masks, codes }: Filtered): Frequencies {
	const templates = new Float64Array(codes.templateCount);
	const sources = new Float64Array(table.sources.length);
	const confidence = new Float64Array(CONFIDENCE_BINS);
	const confidenceBin = Uint8Array.from(codes.confidence, stepOf);
	const times = new Widening();
	const templateTimes = new Widening();
	let untimed = 0;
	for (let row = 0; row < table.rowCount; row++) {
		const mask = masks[row] as number;
		// Of the rows that fail two parts of the filter, only the matrix counts some.
		if ((mask & (mask - 1)) !== 0 && mask !== OF_MATRIX) continue;
		const template = table.template[row] as number;
		const time = table.time[row] as number;
		if ((mask & ~OF_MATRIX) === 0) increment(sources, table.source[row] as number);
		if ((mask & ~FAILS.template) === 0) {
			increment(templates, template);
			templateTimes.add(time);
		}
		if ((mask & ~FAILS.confidence) === 0)
			increment(confidence, confidenceBin[codes.at(table.rule[row] as number, template)] as number);
		if ((mask & ~FAILS.time) === 0) times.add(time);
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
		range: times.range,
		templateRange: templateTimes.range
	};
}

/** A little is added, so that 0.7 falls into the step that begins there. */
const stepOf = (confidence: number): number =>
	Math.min(CONFIDENCE_BINS - 1, Math.floor(confidence * CONFIDENCE_BINS + 1e-6));

/** The range of the moments added; NaN is none. */
class Widening {
	private from = Infinity;
	private to = -Infinity;

	add(time: number): void {
		if (time < this.from) this.from = time;
		if (time > this.to) this.to = time;
	}

	get range(): TimeRange | undefined {
		return this.from <= this.to ? [this.from, this.to] : undefined;
	}
}

/** Tables of rows, line by line. */
export interface BinCounts {
	/** By label, then time bin. */
	labels: Float64Array;
	/** By first digit of the HTTP status (0 without one), then time bin. */
	statuses: Float64Array;
	/** By listed source and one line for all others, then label. */
	matrix: Float64Array;
	/** By label, then severity. */
	severities: Float64Array;
	/** First and last moment of each label's matching rows; infinite, the first positive, without any. */
	labelTimes: { first: Float64Array; last: Float64Array };
}

/**
 * Second pass over the columns: fills the bins.
 *
 * @param bins absent when no row has a time
 * @param sources positions of the sources with a line of their own
 */
export function binCounts(
	table: RunTable,
	{ masks, codes }: Filtered,
	bins: TimeBins | undefined,
	sources: readonly number[]
): BinCounts {
	const width = codes.labels.length;
	const binCount = bins?.count ?? 0;
	const labels = new Float64Array(width * binCount);
	const statuses = new Float64Array((STATUS_CLASSES.length + 1) * binCount);
	const matrix = new Float64Array((sources.length + 1) * width);
	const severities = new Float64Array(width * SEVERITIES.length);
	const first = new Float64Array(width).fill(Infinity);
	const last = new Float64Array(width).fill(-Infinity);
	const slotOfSource = slotsOf(sources, table.sources.length);
	const { rowCount, template, rule, source, severity, time } = table;

	for (let row = 0; row < rowCount; row++) {
		const mask = masks[row] as number;
		const forStatus = bins !== undefined && (mask & ~(FAILS.time | FAILS.status)) === 0;
		const forMatrix = (mask & ~OF_MATRIX) === 0;
		if (!forMatrix && !forStatus) continue;
		const at = template[row] as number;
		const label = codes.label[codes.at(rule[row] as number, at)] as number;
		if (forMatrix) {
			const slot = slotOfSource[source[row] as number] ?? sources.length;
			increment(matrix, slot * width + label);
		}
		if (mask === 0) {
			increment(severities, label * SEVERITIES.length + (severity[row] as number));
			const moment = time[row] as number;
			// No comparison holds for a row without a time.
			if (moment < (first[label] as number)) first[label] = moment;
			if (moment > (last[label] as number)) last[label] = moment;
		}
		if (!forStatus) continue;
		const bin = binOf(bins, time[row] as number);
		if (bin < 0) continue;
		if ((mask & ~FAILS.time) === 0) increment(labels, label * binCount + bin);
		increment(statuses, (codes.status[at] as number) * binCount + bin);
	}
	return { labels, statuses, matrix, severities, labelTimes: { first, last } };
}

function increment(counts: Float64Array, at: number): void {
	counts[at] = (counts[at] as number) + 1;
}

/** Line of each listed position; the others share the one after the last. */
function slotsOf(listed: readonly number[], count: number): Int32Array {
	const slots = new Int32Array(count).fill(listed.length);
	listed.forEach((at, slot) => (slots[at] = slot));
	return slots;
}
