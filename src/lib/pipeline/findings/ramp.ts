/** Rows that a ramp is fitted to, at most. */
const MOST_ROWS = 600;
/** Moments that are tried, then so many more around the best, between its neighbours. */
const STEPS = 50;
const FINE_STEPS = 10;
/** Growth of the rate over the whole log, in its rate at the beginning: each twice the one before. */
const SLOPES = Array.from({ length: 17 }, (_, at) => 2 ** at);
const FINE_SLOPES = Array.from({ length: 11 }, (_, at) => 2 ** ((at - 5) / 5));
/** By so much a ramp has to fit better than a step, as a logarithm: it has nothing that a step has not. */
const BETTER = 3;

/**
 * Where a rate begins to rise slowly, when that fits the rows better than a step: it is constant up to a moment, and
 * grows linearly from there to the end.
 *
 * @param clock places of the rows in [0, 1], ascending
 * @param step place of the step that fits best
 * @returns the moment in [0, 1]
 */
export function rampStart(clock: Float64Array, step: number): number | undefined {
	const stride = Math.ceil(clock.length / MOST_ROWS);
	const rows = clock.filter((_, at) => at % stride === 0);
	const starts = Array.from({ length: STEPS }, (_, at) => at / STEPS);
	const coarse = bestOf(rows, starts, SLOPES);
	if (coarse.fit <= logOfStep(rows, step) + BETTER) return undefined;
	const near = Array.from({ length: 2 * FINE_STEPS + 1 }, (_, at) =>
		Math.max(0, coarse.start + (at / FINE_STEPS - 1) / STEPS)
	);
	const slopes = FINE_SLOPES.map((factor) => factor * coarse.slope);
	return bestOf(rows, near, slopes).start;
}

function bestOf(
	rows: Float64Array,
	starts: readonly number[],
	slopes: readonly number[]
): { start: number; slope: number; fit: number } {
	let best = { start: 0, slope: 1, fit: -Infinity };
	for (const start of starts)
		for (const slope of slopes) {
			const fit = logOfRamp(rows, start, slope);
			if (fit > best.fit) best = { start, slope, fit };
		}
	return best;
}

function logOfStep(rows: Float64Array, step: number): number {
	const before = rows.filter((place) => place < step).length;
	const after = rows.length - before;
	return (
		(before === 0 ? 0 : before * Math.log(before / rows.length / step)) +
		(after === 0 ? 0 : after * Math.log(after / rows.length / (1 - step)))
	);
}

/** Of rows whose density is 1 up to the start and grows by the slope from there, over its whole. */
function logOfRamp(rows: Float64Array, start: number, slope: number): number {
	let sum = -rows.length * Math.log(1 + (slope * (1 - start) ** 2) / 2);
	for (const place of rows) if (place > start) sum += Math.log1p(slope * (place - start));
	return sum;
}
