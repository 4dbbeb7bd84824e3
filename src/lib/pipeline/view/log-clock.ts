/** Minutes that a clock is ahead of UTC; `local`: that of this machine. */
export type Clock = number | 'local';

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
