/** A line of the table that passes the filter. */
export interface Hit {
	line: number;
	/** Its place among all of them, from 1. */
	at: number;
	of: number;
}

/**
 * The next line that passes the filter, beyond the last one the first again; undefined when none does. It looks at each
 * line once at most, so that a step among a million lines takes some milliseconds.
 *
 * @param lines how many there are
 * @param isHit undefined when all of them pass
 * @param from line to go on from; -1 for none
 * @param step 1 forwards, -1 backwards
 */
export function nextHit(
	lines: number,
	isHit: ((line: number) => boolean) | undefined,
	from: number,
	step: 1 | -1
): Hit | undefined {
	const start = from < 0 && step < 0 ? 0 : from;
	for (let steps = 1; steps <= lines; steps++) {
		const line = (start + step * steps + 2 * lines) % lines;
		if (!isHit) return { line, at: line + 1, of: lines };
		if (isHit(line)) return { line, ...placeOf(line, lines, isHit) };
	}
	return undefined;
}

function placeOf(
	line: number,
	lines: number,
	isHit: (line: number) => boolean
): Pick<Hit, 'at' | 'of'> {
	let at = 0;
	let of = 0;
	for (let one = 0; one < lines; one++) {
		if (!isHit(one)) continue;
		of++;
		if (one <= line) at++;
	}
	return { at, of };
}
