import type { RunTable } from '../columnar/run-table';
import type { Baseline, Finding } from './finding';
import { findChange, type Change } from './changes';
import { firstFindings, newFindings } from './by-message';
import { Describer } from './describe';
import { ranked } from './rank';
import type { Hosts } from './hosts';
import { messageFacts, seriesOf, type Series } from './series';
import { findGap, findSilence } from './silences';
import { placesOf, type Places } from './spaces';
import { numbersOf, timelineOf, type Timeline } from './timeline';

/**
 * Chance at which any finding of a change turns up in a log in which nothing happens, all comparisons together. Half of it
 * is for problems, which are compared fewer times and matter more.
 */
const CHANCE = 0.008;
/** Rows that a change has at the least, and how far a rate has to rise; a problem is worth less evidence of size. */
const FEWEST = { problem: 5, other: 20 };
const LEAST_FACTOR = { problem: 2, other: 3 };
/** Fewer rows than these may be what one event leaves behind, where they are of so few seconds. */
const MANY = 40;
const FEW_SECONDS = 2;
const FEW_ROWS = 60;
/** Rows of a message or a source whose silence is told. */
const FEWEST_BEFORE_SILENCE = 6;
/** A rhythm of the day changes slowly: what is no problem has to change within this share of the log. */
const ABRUPT = 1 / 12;
const ABRUPT_FACTOR = 2;
/** Parts of the time from its beginning in which what began and is no problem has rows. */
const STEADY_PARTS = 8;
const STEADY = 6;

export interface FindingOptions {
	/** An earlier run of the same kind, for problems that it does not have. */
	baseline?: Baseline;
	/** Which host each row is from. */
	hosts?: Hosts;
}

/**
 * What stands out in a run, best first: what began, stopped, rose, fell silent or is new. By counts alone and the same
 * each time. Rows without a time take no part; a run without times has no findings.
 */
export function findFindings(table: RunTable, { baseline, hosts }: FindingOptions = {}): Finding[] {
	const timeline = timelineOf(table);
	if (!timeline) return [];
	const facts = messageFacts(table);
	const series = seriesOf(table, timeline, facts, hosts);
	const describer = new Describer(table, timeline, facts);
	const problems = trial(series.filter(({ problem }) => problem));
	const others = trial(series.filter(({ problem }) => !problem));
	const found = series.flatMap((one) =>
		ofSeries(one, timeline, describer, one.problem ? problems : others)
	);
	const gap = findGap(timeline);
	if (gap && gap.logChance < others.level) found.push(describer.gap(gap, others.comparisons));
	found.push(...firstFindings(facts, timeline, table, describer));
	if (baseline) found.push(...newFindings(facts, timeline, table, describer, baseline));
	return ranked(found, timeline);
}

/** How rare a finding has to be, with so many comparisons. */
interface Trial {
	comparisons: number;
	/** Natural logarithm of the chance at which one counts. */
	level: number;
}

/** One comparison more is for the log as a whole. */
function trial(series: readonly Series[]): Trial {
	const comparisons = series.reduce(
		(sum, one) => sum + (isForChange(one) ? 1 : 0) + (isForSilence(one) ? 1 : 0),
		1
	);
	return { comparisons, level: Math.log(CHANCE / 2 / comparisons) };
}

const isForChange = ({ kind, positions: { length }, problem }: Series): boolean =>
	kind !== 'source' && length >= FEWEST[problem ? 'problem' : 'other'];

const isForSilence = ({ kind, positions: { length } }: Series): boolean =>
	kind !== 'variants' && length >= FEWEST_BEFORE_SILENCE;

function ofSeries(
	series: Series,
	timeline: Timeline,
	describer: Describer,
	{ level, comparisons }: Trial
): Finding[] {
	const { positions, kind } = series;
	const places = placesOf(positions, timeline);
	const found: Finding[] = [];
	if (isForChange(series)) {
		const change = findChangeIn(series, places, timeline, level);
		if (change && isTold(change, series, places, timeline))
			found.push(describer.change(series, change, comparisons));
	}
	if (isForSilence(series)) {
		const times = numbersOf(positions, (at) => timeline.times[at] as number);
		const silence = findSilence(times, places, timeline);
		const isMissing = silence?.period !== undefined;
		if (silence && silence.logChance < level && (kind === 'source' || isMissing || !silence.ended))
			found.push(describer.silence(series, silence, comparisons));
	}
	return found;
}

/** Of few rows, those within a second of another are one: how they clump cannot be told from so few. */
function findChangeIn(
	{ positions }: Series,
	places: Places,
	timeline: Timeline,
	level: number
): Change | undefined {
	if (positions.length > FEW_ROWS) return findChange(places, level);
	const kept = apart(positions, timeline);
	const change = findChange(
		kept.length === positions.length ? places : placesOf(kept, timeline),
		level
	);
	if (!change) return undefined;
	const next = kept[change.last + 1];
	return {
		...change,
		first: positions.indexOf(kept[change.first] as number),
		last: (next === undefined ? positions.length : positions.indexOf(next)) - 1
	};
}

/** Positions at least a second after the one before. */
function apart(positions: Uint32Array, { times }: Timeline): Uint32Array {
	let last = -Infinity;
	return positions.filter((position) => {
		const time = times[position] as number;
		if (time - last < 1_000) return false;
		last = time;
		return true;
	});
}

function isTold(
	change: Change,
	{ problem, severity, positions }: Series,
	places: Places,
	timeline: Timeline
): boolean {
	if (change.fromStart && change.ended) return false;
	const which = problem ? 'problem' : 'other';
	const rows = change.last - change.first + 1;
	if (rows < FEWEST[which] || (rows < MANY && isOfOneMoment(change, positions, timeline)))
		return false;
	if (change.factor !== undefined && change.factor < LEAST_FACTOR[which]) return false;
	if (problem) return true;
	const isSteady = change.kind === 'burst' || severity <= 2 || isKept(change, places.clock);
	return isSteady && isAbrupt(change, places.clock);
}

/** Whether all rows are of a few seconds: what one event leaves behind, such as the lines of a trace. */
function isOfOneMoment(
	{ first, last }: Change,
	positions: Uint32Array,
	{ times }: Timeline
): boolean {
	const seconds = new Set<number>();
	for (let at = first; at <= last && seconds.size <= FEW_SECONDS; at++)
		seconds.add(Math.floor((times[positions[at] as number] as number) / 1_000));
	return seconds.size <= FEW_SECONDS;
}

/** Whether the rate jumps where the change begins. */
function isAbrupt({ first }: Change, clock: Float64Array): boolean {
	const from = clock[first] as number;
	const width = Math.min(ABRUPT, Math.max(1 - from, 1e-9));
	const before = clock.filter((at) => at >= from - width && at < from).length;
	const after = clock.filter((at) => at >= from && at <= from + width).length;
	return after >= STEADY && after >= ABRUPT_FACTOR * before;
}

/** Whether rows come all along from where the change begins to its end. */
function isKept({ first, last }: Change, clock: Float64Array): boolean {
	const [from, to] = [clock[first] as number, clock[last] as number];
	const parts = new Set<number>();
	for (let at = first; at <= last; at++)
		parts.add(Math.floor((STEADY_PARTS * ((clock[at] as number) - from)) / (to - from || 1)));
	return parts.size >= STEADY;
}
