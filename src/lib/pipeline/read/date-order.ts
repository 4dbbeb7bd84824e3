/** In which order the dates of a file have their numbers. */
export interface DateOrder {
	/** `03/04/2026` is the third of April. */
	dayFirst: boolean;
	/** `26/11/24` begins with the year. */
	yearFirst: boolean;
	/** Dates such as `03/04/2026` were seen, and nothing that decides. */
	isOpen: boolean;
}

const TRIPLE = /(?:^|[^\d.:/-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)(?![\d.:/-])/;

const distinct = (values: readonly number[]): number => new Set(values).size;
const DAY = 86_400_000;

/**
 * Decides the order once for a file, from all its dates that were seen: a number above 12 is no month, one above 31 a
 * year; of two digits at either end, the year is the one that changes less, and else the reading nearer to the file's date.
 *
 * @param texts times as written, or lines that begin with one
 * @param reference date of the file, milliseconds since the epoch
 */
export function dateOrderOf(texts: Iterable<string>, reference: number): DateOrder {
	const long: [number, number][] = [];
	const short: [number, number, number][] = [];
	for (const text of texts) {
		const [, a, mark, b, c = ''] = TRIPLE.exec(text) ?? [];
		if (a === undefined || (mark === '.' && c.length === 4)) continue;
		if (c.length === 4) long.push([Number(a), Number(b)]);
		else if (a.length === 2) short.push([Number(a), Number(b), Number(c)]);
		else long.push([Number(a), Number(b)]);
	}
	const yearFirst = short.length > 0 && isYearFirst(short, reference);
	if (!yearFirst) long.push(...short.map(([a, b]): [number, number] => [a, b]));
	const dayFirst = long.some(([a, b]) => a > 12 && b <= 12);
	const monthFirst = long.some(([a, b]) => b > 12 && a <= 12);
	return {
		dayFirst: dayFirst && !monthFirst,
		yearFirst,
		isOpen: !dayFirst && !monthFirst && long.some(([a, b]) => a !== b)
	};
}

function isYearFirst(dates: readonly [number, number, number][], reference: number): boolean {
	const first = dates.map(([a]) => a);
	const last = dates.map(([, , c]) => c);
	if (first.some((value) => value > 31 || value === 0)) return true;
	if (last.some((value) => value > 31 || value === 0)) return false;
	if (dates.some(([, b]) => b > 12)) return false;
	if (distinct(first) !== distinct(last)) return distinct(first) < distinct(last);
	return distanceTo(reference, dates, 0) < distanceTo(reference, dates, 2);
}

/** How far the dates are from the file's date when their year stands at a place; a date after it counts double. */
function distanceTo(
	reference: number,
	dates: readonly [number, number, number][],
	year: 0 | 2
): number {
	const sum = dates.reduce((total, date) => {
		const time = Date.UTC(2_000 + date[year], date[1] - 1, date[year === 0 ? 2 : 0]);
		return total + (time > reference + DAY ? 2 * (time - reference) : reference - time);
	}, 0);
	return sum / dates.length;
}
