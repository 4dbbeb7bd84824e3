import { clumping, logRegular, median } from './chance';
import type { Timeline } from './timeline';
import { waysOf, type Places } from './spaces';

/** A time in which no row of a series came, although it was to be expected. */
export interface Silence {
	/** Place in the series of the last row before it. */
	last: number;
	from: number;
	to: number;
	/** Whether rows came again. */
	ended: boolean;
	/** Rows that were to be expected. */
	expected: number;
	logChance: number;
	clump: number;
	/** Milliseconds from row to row, where they come regularly. */
	period: number | undefined;
}

const DAY = 86_400_000;
/** A silence is so many times as long as the next longest. */
const TIMES_NEXT = 2.5;
const TIMES_PERIOD = 3.5;
/** Rows that were to be expected at the least, by the rate shortly before and after. */
const FEWEST_EXPECTED = 6;
/** Parts of the time from a series' first row to a silence of which nearly all have rows: it was there all along. */
const PARTS_BEFORE = 10;
const PARTS_WITH_ROWS = 8;
/** The first row comes within this share of the time before. */
const LATEST_START = 0.25;

/**
 * The longest silence of a series, by the clock or among all rows, where chance does not explain it.
 *
 * @param times of its rows, ascending
 */
export function findSilence(
	times: Float64Array,
	places: Places,
	timeline: Timeline
): Silence | undefined {
	const byClock = gapsOf(times, timeline.end);
	const byRank = gapsOf(places.rank, 1);
	const found = [...new Set([byClock, byRank].map((gaps) => longestOf(gaps).last))].flatMap(
		(last) => {
			const isLong = standsOut(byClock, last) || standsOut(byRank, last);
			const isTold = last >= 3 && (byClock[last] as number) > 0 && isLong;
			if (!isTold || !isThereBefore(times, last, timeline.start)) return [];
			return silenceAfter(last, byClock, times, places, timeline) ?? [];
		}
	);
	return found.sort((a, b) => a.logChance - b.logChance)[0];
}

function silenceAfter(
	last: number,
	gaps: Float64Array,
	times: Float64Array,
	places: Places,
	timeline: Timeline
): Silence | undefined {
	const [from, length] = [times[last] as number, gaps[last] as number];
	const silence = { last, from, to: from + length, ended: last < times.length - 1 };
	if (!isExpectedByOtherDays(times, silence, timeline)) return undefined;
	const intervals = gaps.slice(0, -1).filter((_, at) => at !== last);
	const regularity = logRegular(intervals);
	const typical = median(intervals);
	if (standsOut(gaps, last) && regularity < LOG_REGULAR && length >= TIMES_PERIOD * typical) {
		const expected = Math.round(length / typical) - (silence.ended ? 1 : 0);
		// It stopped between its last row and the one that was due.
		const stopped = { ...silence, from: from + typical / 2 };
		return { ...stopped, expected, logChance: regularity, clump: 1, period: typical };
	}
	const expected = expectedNearby(times, silence);
	const clump = clumpOf(places, last);
	const logChance = logOfSilence(places, last, clump);
	if (expected / clump < FEWEST_EXPECTED) return undefined;
	return { ...silence, expected: Math.round(expected), logChance, clump, period: undefined };
}

/** Intervals count as regular from this chance on. */
const LOG_REGULAR = Math.log(1e-4);

/** From each row to the next, and from the last to the log's end. */
function gapsOf(times: Float64Array, end: number): Float64Array {
	const gaps = new Float64Array(times.length);
	for (let at = 0; at < times.length; at++)
		gaps[at] = (at + 1 < times.length ? (times[at + 1] as number) : end) - (times[at] as number);
	return gaps;
}

/** Place of the longest gap, and the length of the next longest. */
function longestOf(gaps: Float64Array): { last: number; next: number } {
	let last = 0;
	let next = 0;
	for (let at = 1; at < gaps.length; at++) {
		const gap = gaps[at] as number;
		if (gap > (gaps[last] as number)) {
			next = gaps[last] as number;
			last = at;
		} else if (gap > next) next = gap;
	}
	return { last, next };
}

/** Whether a gap is much longer than all others. */
function standsOut(gaps: Float64Array, at: number): boolean {
	const { last, next } = longestOf(gaps);
	return at === last && (gaps[at] as number) >= TIMES_NEXT * next;
}

/** A job that ran for a while and ended did not fall silent. */
function isThereBefore(times: Float64Array, last: number, start: number): boolean {
	const [first, end] = [times[0] as number, times[last] as number];
	if (first - start > LATEST_START * (end - start)) return false;
	const filled = new Set<number>();
	for (let at = 0; at <= last; at++)
		filled.add(
			Math.min(
				PARTS_BEFORE - 1,
				Math.floor((PARTS_BEFORE * ((times[at] as number) - first)) / (end - first || 1))
			)
		);
	return filled.size >= Math.min(PARTS_WITH_ROWS, last);
}

/** Shares of a silence's length of which the rate before and after is taken. */
const NEAR = [1 / 8, 1 / 4, 1 / 2, 1] as const;

/** Rows to expect in a silence by the lowest rate shortly before and, where rows came again, shortly after it. */
function expectedNearby(
	times: Float64Array,
	{ from, to, ended }: Pick<Silence, 'from' | 'to' | 'ended'>
): number {
	const length = to - from;
	const rates = NEAR.map((share) => {
		const near = share * length;
		const before = countBetween(times, from - near, from) / near;
		return ended ? Math.min(before, countBetween(times, to, to + near) / near) : before;
	});
	return Math.min(...rates) * length;
}

/** On other days, at the same hours, rows came. True where the log has no other days. */
function isExpectedByOtherDays(
	times: Float64Array,
	{ from, to }: Pick<Silence, 'from' | 'to'>,
	{ start, end }: Pick<Timeline, 'start' | 'end'>
): boolean {
	const counts: number[] = [];
	for (let day = -14; day <= 14; day++) {
		const shift = day * DAY;
		if (day === 0 || from + shift < start || to + shift > end) continue;
		counts.push(countBetween(times, from + shift, to + shift));
	}
	if (counts.length === 0) return true;
	counts.sort((a, b) => a - b);
	return (
		(counts[counts.length >> 1] as number) >= 1 &&
		counts.filter(Boolean).length >= 0.6 * counts.length
	);
}

/** Rows in `[from, to]`. */
function countBetween(times: Float64Array, from: number, to: number): number {
	return placeAfter(times, to) - placeAfter(times, from - 1e-6);
}

/** First place whose time is after a moment. */
function placeAfter(times: Float64Array, moment: number): number {
	let low = 0;
	let high = times.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((times[middle] as number) <= moment) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** A gap in one of the places between rows that come at random, whichever it is. */
function logOfSilence(places: Places, last: number, clump: number): number {
	const logs = waysOf(places).map((way) => {
		const gap = (way[last + 1] ?? 1) - (way[last] as number);
		const rows = way.length / clump;
		return Math.log(rows) + Math.max(0, rows - 1) * Math.log1p(-Math.min(gap, 1 - 1e-12));
	});
	return Math.min(0, Math.max(...logs));
}

function clumpOf({ rank }: Places, last: number): number {
	const without: [number, number] = [rank[last] as number, rank[last + 1] ?? 1];
	const fine = Math.max(8, Math.min(4_000, rank.length >> 1));
	return Math.max(...[fine, Math.max(8, fine >> 3)].map((parts) => clumping(rank, parts, without)));
}

/** Spacings from which the scale of long gaps is estimated. */
const TAIL = 20;
const SHORTEST_TAIL = 8;

/**
 * The time in which no row at all came. By Rényi's representation the differences of the longest gaps, each times its
 * place, are exponential with the scale of the gaps' tail, whatever the rows' clumps look like; the longest is judged by
 * the scale of those after it.
 */
export function findGap(timeline: Timeline): Silence | undefined {
	const { times, end } = timeline;
	const gaps = gapsOf(times, end);
	const { last } = longestOf(gaps);
	const [from, length] = [times[last] as number, gaps[last] as number];
	const sorted = gaps.slice().sort().reverse();
	const tail = Math.min(TAIL, Math.floor(sorted.length / 10));
	if (tail < SHORTEST_TAIL || last === times.length - 1) return undefined;
	let scale = 0;
	for (let at = 1; at < tail; at++)
		scale += ((at + 1) * ((sorted[at] as number) - (sorted[at + 1] as number))) / (tail - 1);
	const next = sorted[1] as number;
	scale = Math.max(scale, next / 10);
	const silence = { last, from, to: from + length, ended: true };
	const expected = expectedNearby(times, silence);
	if (length < TIMES_NEXT * next || expected < FEWEST_EXPECTED) return undefined;
	if (!isExpectedByOtherDays(times, silence, timeline)) return undefined;
	const logChance = Math.min(0, -(length - next) / scale);
	return { ...silence, expected: Math.round(expected), logChance, clump: 1, period: undefined };
}
