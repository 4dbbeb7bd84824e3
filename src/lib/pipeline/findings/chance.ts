/**
 * Natural logarithm of a bound on the chance of at least `hits` of `tries`, each with the same chance (Chernoff's bound,
 * which also holds for draws without replacement: Hoeffding 1963). 0 where so many are no surprise.
 */
export function logTail(tries: number, hits: number, chance: number): number {
	if (hits <= tries * chance || tries === 0) return 0;
	if (chance <= 0) return -Infinity;
	const share = Math.min(1, hits / tries);
	const rest = share < 1 ? (1 - share) * Math.log((1 - share) / (1 - chance)) : 0;
	return -tries * (share * Math.log(share / chance) + rest);
}

/** Pairs that a clump is taken to be one row by, before any are looked at. */
const PRIOR_PAIRS = 4;

/**
 * How many rows tend to come together, at least 1: the variance of counts over their mean, from the differences of
 * neighbouring parts, so that a slow change of the rate does not count. A Poisson process has 1, clumps of m rows have m.
 * One standard error is taken off, so that few rows are not taken for clumps by chance.
 *
 * @param places of the rows in [0, 1], ascending
 * @param parts equal parts of [0, 1] to count in
 * @param without a range that is left out
 */
export function clumping(
	places: Float64Array,
	parts: number,
	without: readonly [number, number] = [2, 2]
): number {
	const counts = new Float64Array(parts);
	for (const place of places)
		if (place < without[0] || place > without[1]) {
			const part = Math.min(parts - 1, Math.floor(place * parts));
			counts[part] = (counts[part] as number) + 1;
		}
	const isOut = (part: number): boolean =>
		(part + 1) / parts > without[0] && part / parts < without[1];
	let sum = PRIOR_PAIRS;
	let pairs = PRIOR_PAIRS;
	for (let part = 0; part + 1 < parts; part++) {
		if (isOut(part) || isOut(part + 1)) continue;
		const [a, b] = [counts[part] as number, counts[part + 1] as number];
		if (a + b === 0) continue;
		sum += (a - b) ** 2 / (a + b);
		pairs++;
	}
	return Math.max(1, sum / pairs - Math.sqrt(2 / pairs));
}

/** How far from the median interval one may lie and still count as regular. */
const NARROW = [0.05, 0.25] as const;

/**
 * Natural logarithm of the chance that so many intervals lie near their median when rows come at random, whose intervals
 * are exponential. 0 where they are no more regular than that.
 */
export function logRegular(intervals: Float64Array): number {
	const { length } = intervals;
	if (length < 4) return 0;
	const middle = median(intervals);
	if (middle <= 0) return 0;
	const logs = NARROW.map((width) => {
		const near = intervals.filter((value) => Math.abs(value - middle) <= width * middle).length;
		// The median itself is near by definition.
		const chance = 2 ** -(1 - width) - 2 ** -(1 + width);
		return near < REGULAR_SHARE * length ? 0 : logTail(length - 1, near - 1, chance);
	});
	return Math.min(0, Math.min(...logs) + Math.log(NARROW.length));
}

const REGULAR_SHARE = 0.75;

export function median(values: Float64Array): number {
	const sorted = values.slice().sort();
	return sorted[sorted.length >> 1] as number;
}
