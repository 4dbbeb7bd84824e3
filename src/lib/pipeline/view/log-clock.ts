/** A time of day with its offset: `18:06:01.5 +0200`, `18:06:01+05:30`, `18:06:01Z`. */
const OFFSET = /\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:(Z)\b|([+-])(\d{2}):?(\d{2})(?!\d))/;

/** Minutes that a clock is ahead of UTC; `local`: that of this machine. */
export type Clock = number | 'local';

/**
 * By which clock a log is written, by the time of one of its rows as it stands there.
 * @param unnamed the zone that times without one are read in
 */
export function clockOfTime(text: string, unnamed: 'utc' | 'local' | undefined): Clock {
	const found = OFFSET.exec(text);
	if (!found) return unnamed === 'local' ? 'local' : 0;
	const [, zulu, sign, hours, minutes] = found;
	if (zulu) return 0;
	return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** A moment as a clock shows it, for formatters of UTC. */
export function atClock(milliseconds: number, clock: Clock): number {
	const minutes = clock === 'local' ? -new Date(milliseconds).getTimezoneOffset() : clock;
	return milliseconds + minutes * 60_000;
}

/** `UTC`, `local time`, `UTC+05:30`. */
export function clockName(clock: Clock): string {
	if (clock === 'local') return 'local time';
	if (clock === 0) return 'UTC';
	const two = (value: number): string => String(value).padStart(2, '0');
	const size = Math.abs(clock);
	return `UTC${clock < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
