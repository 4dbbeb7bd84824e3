/** Equal spans of time, one after the other, in milliseconds. */
export interface TimeBins {
	/** Start of the first bin, a multiple of `width` since the epoch. */
	start: number;
	width: number;
	count: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Widths that people count in. */
const WIDTHS = [
	...[1, 2, 5, 10, 20, 50, 100, 200, 500],
	...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
	...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
	...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
	...[1, 2, 7, 14, 30, 91, 182, 365].map((days) => days * DAY)
];

/**
 * Bins over a range, as narrow as they can be with at most `most` of them.
 *
 * @param from first moment
 * @param to last moment, included
 */
export function timeBins(from: number, to: number, most: number): TimeBins {
	for (const width of WIDTHS) {
		const bins = binsOfWidth(from, to, width);
		if (bins.count <= most) return bins;
	}
	const years = Math.ceil((to - from) / (365 * DAY) / (most - 1)) + 1;
	return binsOfWidth(from, to, years * 365 * DAY);
}

function binsOfWidth(from: number, to: number, width: number): TimeBins {
	const first = Math.floor(from / width);
	return { start: first * width, width, count: Math.floor(to / width) - first + 1 };
}

/** Bin of a moment, or -1 outside of all bins and for NaN. */
export function binOf({ start, width, count }: TimeBins, time: number): number {
	const bin = Math.floor((time - start) / width);
	return bin >= 0 && bin < count ? bin : -1;
}
