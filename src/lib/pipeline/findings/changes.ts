import { clumping, logTail } from './chance';
import { rampStart } from './ramp';
import { waysOf, type Places } from './spaces';

/** A stretch in which a series has more rows than chance gives it. */
export interface Change {
	kind: 'began' | 'rose' | 'burst';
	/** First and last row of it, by place in the series. */
	first: number;
	last: number;
	/** Whether it was over before the log ended. */
	ended: boolean;
	/** The rate grows from its first row on, rather than at once. */
	gradual?: true;
	/** Natural logarithm of a bound on its chance, corrected for all stretches of the series. */
	logChance: number;
	/** It is there as early as chance would have it: where it was over, it is an end rather than a beginning. */
	fromStart: boolean;
	/** Rate in it over the rate in the rest, by the clock; undefined where the rest has no rows. */
	factor: number | undefined;
	clump: number;
}

/** A stretch `[first, last]`, or to the log's end where it is open. */
interface Stretch {
	first: number;
	last: number;
	open: boolean;
	/** Surprise: the least logarithm of a likelihood ratio of all ways of measuring. */
	surprise: number;
}

/** Rows that the scan looks at one by one; of longer series every so-maniest. */
const MOST_STEPS = 1_500;
/** Lengths of stretches that are tried grow by this. */
const GROWTH = 1.25;
/** Of a stretch that was over the log has to go on for this share of its time. */
const SHORTEST_REST = 0.02;
/** A short excess is at most this share of the log. */
const LONGEST_BURST = 0.25;
/** Rows before, of those in it, that are too few to call it a rise. */
const STRAY_SHARE = 0.01;
/** What would go on has fewer rows than this by chance, as a logarithm. */
const LOG_OVER = Math.log(0.01);

/**
 * The stretch of a series that is least like chance: a likelihood-ratio scan (Kulldorff 1997) in several measures.
 *
 * @param level natural logarithm of the chance at which a change counts
 * @returns undefined where none is rarer than that
 */
export function findChange(places: Places, level: number): Change | undefined {
	const ways = waysOf(places);
	const rows = places.rank.length;
	const best = refined(ways, scan(ways));
	if (!best || -best.surprise >= level) return undefined;
	const isOpen = best.open || !isOver(places, best);
	const whole = isOpen ? { ...best, last: rows - 1, open: true } : best;
	const step = { ...whole, first: momentOf(places.clock, whole) };
	const surprise = surpriseOf(ways, step.first, step.last, step.open);
	const clump = clumpOf(places, step);
	const corrections = step.open ? (step.first === 0 ? 0 : 1) : 2;
	const logChance = Math.min(0, corrections * Math.log(rows) - surprise / clump);
	if (logChance >= level) return undefined;
	return { ...described(places, step), logChance, clump };
}

function described(places: Places, step: Stretch): Omit<Change, 'logChance' | 'clump'> {
	const { clock, rank } = places;
	const rows = rank.length;
	const ramp = step.open && step.first > 0 ? rampOf(clock, step.first) : undefined;
	const stretch = ramp === undefined ? step : { ...step, first: ramp };
	const { first, last, open } = stretch;
	const inside = last - first + 1;
	const rest = rows - inside;
	const [from, to] = boundsIn(clock, stretch);
	const isEarly = (way: Float64Array): boolean => rows * Math.log1p(-(way[0] as number)) > LOG_OVER;
	return {
		kind: kindOf(stretch, to - from, first <= STRAY_SHARE * inside),
		first,
		last,
		ended: !open,
		...(ramp === undefined ? {} : { gradual: true as const }),
		fromStart: first === 0 && waysOf(places).some(isEarly),
		factor: rest === 0 ? undefined : inside / (to - from) / (rest / (1 - (to - from)))
	};
}

function kindOf({ open }: Stretch, length: number, alone: boolean): Change['kind'] {
	if (!open && length <= LONGEST_BURST) return 'burst';
	return alone ? 'began' : 'rose';
}

/** The stretch with most surprise among those whose lengths are tried. */
function scan(ways: readonly Float64Array[]): Stretch | undefined {
	const rows = (ways[0] as Float64Array).length;
	const step = Math.max(1, Math.ceil(rows / MOST_STEPS));
	let best: Stretch | undefined;
	const consider = (first: number, last: number, open: boolean): void => {
		const surprise = surpriseOf(ways, first, last, open);
		if (surprise > (best?.surprise ?? 0)) best = { first, last, open, surprise };
	};
	for (let first = 0; first < rows; first += step) consider(first, rows - 1, true);
	for (let length = 3 * step; length < rows; length = Math.ceil(length * GROWTH)) {
		const stride = Math.max(step, Math.floor(length / 16));
		for (let first = 0; first + length <= rows; first += stride)
			consider(first, first + length - 1, false);
	}
	return best;
}

/** Moves both ends as long as that makes it more surprising. */
function refined(ways: readonly Float64Array[], found: Stretch | undefined): Stretch | undefined {
	if (!found) return undefined;
	const rows = (ways[0] as Float64Array).length;
	let best = found;
	for (let step = Math.max(1, rows >> 4); step >= 1; step >>= 1) {
		for (let moved = true; moved;) {
			moved = false;
			for (const [left, right] of MOVES) {
				const first = best.first + left * step;
				const last = best.open ? best.last : best.last + right * step;
				if (first < 0 || last >= rows || last - first < 1) continue;
				const surprise = surpriseOf(ways, first, last, best.open);
				if (surprise <= best.surprise + 1e-9) continue;
				best = { ...best, first, last, surprise };
				moved = true;
			}
		}
	}
	return best;
}

const MOVES = [
	[1, 0],
	[-1, 0],
	[0, 1],
	[0, -1]
] as const;

/** A stretch begins with a row, which is therefore no surprise. */
function surpriseOf(
	ways: readonly Float64Array[],
	first: number,
	last: number,
	open: boolean
): number {
	let least = Infinity;
	for (const places of ways) {
		const from = places[first] as number;
		const to = open ? 1 : (places[last] as number);
		const surprise = -logTail(places.length - 1, last - first, Math.max(to - from, 1e-12));
		if (surprise === 0) return 0;
		if (surprise < least) least = surprise;
	}
	return least;
}

const boundsIn = (places: Float64Array, { first, last, open }: Stretch): [number, number] => {
	const from = places[first] as number;
	return [from, Math.max(from + 1e-9, open ? 1 : (places[last] as number))];
};

/** Share of the log around a rise in which its moment is looked for. */
const AROUND = 0.25;

/**
 * The row with which a rise begins. The stretch was chosen by the least surprise of all ways of measuring, which a rhythm
 * of the other rows moves; its moment is where two constant rates by the clock fit best.
 */
function momentOf(clock: Float64Array, { first, last, open }: Stretch): number {
	if (first === 0) return first;
	const from = clock[first] as number;
	const [low, high] = [
		first / from,
		(last - first) / Math.max(1e-9, (open ? 1 : (clock[last] as number)) - from)
	];
	const weight = Math.log(high / low);
	let best = first;
	let most = -Infinity;
	for (let at = 0; at < last; at++) {
		const place = clock[at] as number;
		if (Math.abs(place - from) > AROUND) continue;
		const fit = (high - low) * place - at * weight;
		if (fit <= most) continue;
		most = fit;
		best = at;
	}
	return best;
}

/** The row at which a rate begins to grow, where that fits better than a step. */
function rampOf(clock: Float64Array, step: number): number | undefined {
	const start = rampStart(clock, clock[step] as number);
	const first = start === undefined ? -1 : clock.findIndex((place) => place >= start);
	return first > 0 ? first : undefined;
}

/** Whether so few rows came after it that its rate cannot have gone on. */
function isOver(places: Places, stretch: Stretch): boolean {
	const after = places.rank.length - 1 - stretch.last;
	const [from, to] = boundsIn(places.clock, stretch);
	if (1 - to < SHORTEST_REST) return false;
	return (
		waysOf(places).every((way) => {
			const [start, end] = boundsIn(way, stretch);
			const inside = stretch.last - stretch.first + 1;
			const share = (1 - end) / (1 - start);
			return logTail(inside + after, inside, 1 - share) < LOG_OVER;
		}) && to > from
	);
}

/**
 * How far rows come in clumps before a stretch, within it and after it, the most of all; for one that was over also at its
 * own width, so that what comes in bursts now and then has to stand out against its other bursts.
 */
function clumpOf({ rank }: Places, stretch: Stretch): number {
	const { first, last, open } = stretch;
	const [from, to] = boundsIn(rank, stretch);
	const parts = [clumpsIn(rank.subarray(first, last + 1), from, to)];
	if (first > 0) parts.push(clumpsIn(rank.subarray(0, first), 0, from));
	if (!open) {
		parts.push(clumpsIn(rank.subarray(last + 1), to, 1));
		parts.push(
			clumping(rank, Math.max(4, Math.min(4_000, Math.round(1 / (to - from)))), [from, to])
		);
	}
	return Math.max(...parts);
}

/** At two widths: parts of two rows each, and wider ones. */
function clumpsIn(rank: Float64Array, from: number, to: number): number {
	const places = rank.map((place) => (place - from) / Math.max(to - from, 1e-12));
	const fine = Math.max(4, Math.min(4_000, places.length >> 1));
	return Math.max(...[fine, Math.max(4, fine >> 3)].map((parts) => clumping(places, parts)));
}
