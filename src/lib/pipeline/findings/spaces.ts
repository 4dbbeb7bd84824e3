import { numbersOf, type Timeline } from './timeline';

const DAY = 86_400_000;
/** Parts of the day in which a daily rhythm is measured. */
const SLOTS = 96;
const SLOT = DAY / SLOTS;
/** A rhythm is known by the same hours of other days, so there have to be some; over a long time it changes. */
const FEWEST_DAYS = 2.5;
const MOST_DAYS = 15;

/** A series has its own rhythm as far as it has more rows than these; else that of all rows. */
const ROWS_OF_ALL = 20;

/**
 * Where a series' rows lie in [0, 1], measured in several ways; where nothing changes they lie evenly in at least one of
 * them. By rank among all rows: a change of all traffic moves nothing. By the clock: what comes steadily is even, whatever
 * the other rows do. By the rhythm: as far as the clock has gone through the day that the series itself has on all days.
 */
export interface Places {
	rank: Float64Array;
	clock: Float64Array;
	/** In logs of several days. */
	rhythm?: Float64Array;
}

/** @param positions of a series' rows in the timeline, ascending */
export function placesOf(positions: Uint32Array, timeline: Timeline): Places {
	const { times, start, span } = timeline;
	const all = times.length;
	const rank = numbersOf(positions, (position) => (position + 0.5) / all);
	const clock = numbersOf(positions, (position) => ((times[position] as number) - start) / span);
	const days = span / DAY;
	if (days < FEWEST_DAYS || days > MOST_DAYS) return { rank, clock };
	const own = rhythmPlaces(positions, timeline);
	const weight = own.length / (own.length + ROWS_OF_ALL);
	const rhythm = own.map((place, at) => weight * place + (1 - weight) * (rank[at] as number));
	return { rank, clock, rhythm };
}

/** The share of a steady day after day that has passed at each row. */
function rhythmPlaces(positions: Uint32Array, { times, start, span }: Timeline): Float64Array {
	const firstSlot = Math.floor(start / SLOT);
	const slots = Math.floor((start + span) / SLOT) - firstSlot + 1;
	const rows = new Float64Array(SLOTS);
	for (const position of positions) {
		const slot = slotOfDay(Math.floor((times[position] as number) / SLOT));
		rows[slot] = (rows[slot] as number) + 1;
	}
	/** How much of each slot the log covers. */
	const covered = Float64Array.from({ length: slots }, (_, at) => {
		const from = Math.max(start, (firstSlot + at) * SLOT);
		return (Math.min(start + span, (firstSlot + at + 1) * SLOT) - from) / SLOT;
	});
	const exposure = new Float64Array(SLOTS);
	covered.forEach((share, at) => {
		const slot = slotOfDay(firstSlot + at);
		exposure[slot] = (exposure[slot] as number) + share;
	});
	const before = new Float64Array(slots + 1);
	for (let at = 0; at < slots; at++) {
		const slot = slotOfDay(firstSlot + at);
		const rate = (rows[slot] as number) / Math.max(exposure[slot] as number, 1e-9);
		before[at + 1] = (before[at] as number) + rate * (covered[at] as number);
	}
	const whole = Math.max(before[slots] as number, 1e-9);
	return numbersOf(positions, (position) => {
		const time = times[position] as number;
		const at = Math.floor(time / SLOT) - firstSlot;
		const from = Math.max(start, (firstSlot + at) * SLOT);
		const share = (time - from) / SLOT / Math.max(covered[at] as number, 1e-9);
		const [low, high] = [before[at] as number, before[at + 1] as number];
		return (low + share * (high - low)) / whole;
	});
}

const slotOfDay = (slot: number): number => ((slot % SLOTS) + SLOTS) % SLOTS;

/** All ways of measuring, as a list. */
export const waysOf = ({ rank, clock, rhythm }: Places): Float64Array[] =>
	rhythm ? [rank, clock, rhythm] : [rank, clock];
