/** `Date.parse` takes any number for a date (`took 5` is May 2001): a year or a clock must be there. */
const DATE_OR_CLOCK = /\b\d{4}\b|\d:\d\d/;

/**
 * Milliseconds since the epoch of a timestamp cell, or NaN. Reads ISO 8601 (a blank for the `T`, a comma before the
 * fraction), what `Date.parse` reads, and epoch seconds, milliseconds, microseconds or nanoseconds. Without a zone it is
 * UTC, so that a result does not depend on where it was computed.
 */
export function parseTimestamp(text: string): number {
	const trimmed = text.trim();
	if (trimmed === '') return NaN;
	if (/^\d{9,19}(\.\d+)?$/.test(trimmed)) return epochToMilliseconds(trimmed);
	const iso =
		/^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(
			trimmed
		);
	if (!iso && !DATE_OR_CLOCK.test(trimmed)) return NaN;
	if (!iso) return Date.parse(/[+-]\d{4}|Z|GMT|UTC/.test(trimmed) ? trimmed : `${trimmed} UTC`);
	const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone] = iso;
	const local = Date.UTC(
		Number(year),
		Number(month) - 1,
		Number(day),
		Number(hour),
		Number(minute),
		Number(second)
	);
	return local + Number(`0.${fraction}`) * 1_000 - zoneOffset(zone);
}

function epochToMilliseconds(text: string): number {
	const value = Number(text);
	const digits = text.split('.')[0]?.length ?? 0;
	if (digits <= 11) return value * 1_000;
	return digits <= 14 ? value : digits <= 17 ? value / 1_000 : value / 1_000_000;
}

function zoneOffset(zone: string | undefined): number {
	const match = zone ? /^([+-])(\d\d):?(\d\d)$/.exec(zone) : null;
	if (!match) return 0;
	const minutes = Number(match[2]) * 60 + Number(match[3]);
	return (match[1] === '-' ? -minutes : minutes) * 60_000;
}
