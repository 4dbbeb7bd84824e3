import { formatCount } from '../pipeline/text/format-number';
import { shifted } from './time-zone';

export {
	formatAmount,
	formatCount,
	formatShare,
	formatShareRange
} from '../pipeline/text/format-number';

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** `23.5 MB`, decimal as file managers count. */
export function formatBytes(bytes: number): string {
	if (bytes < 1_000) return `${bytes} B`;
	if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
	if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
	return `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}

/** `240 ms`, `6.2 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(milliseconds: number): string {
	if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
	if (milliseconds < 59_950) return `${(milliseconds / 1_000).toFixed(1)} s`;
	const seconds = Math.round(milliseconds / 1_000);
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
	return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A round span of time: `30 min`, `1 s`, `2 h`, `7 d`. */
export function formatSpan(milliseconds: number): string {
	const units: [length: number, name: string][] = [
		[86_400_000, 'd'],
		[3_600_000, 'h'],
		[60_000, 'min'],
		[1_000, 's'],
		[1, 'ms']
	];
	const [length, name] = units.find(([unit]) => milliseconds >= unit) ?? [1, 'ms'];
	return `${formatCount(milliseconds / length)} ${name}`;
}

/** A guess, so in steps that do not flicker: `a few seconds`, `about 40 s`, `about 5 min`. */
export function formatTimeLeft(milliseconds: number): string {
	if (milliseconds < 5_000) return 'a few seconds';
	if (milliseconds < 60_000) return `about ${Math.ceil(milliseconds / 5_000) * 5} s`;
	if (milliseconds < 3_600_000) return `about ${Math.ceil(milliseconds / 60_000)} min`;
	return `about ${(milliseconds / 3_600_000).toFixed(1)} h`;
}

/** `4 Nov 2026, 17:20`, in the reader's time zone. */
export const formatDate = (milliseconds: number): string => DATE.format(milliseconds);

const MOMENT = new Intl.DateTimeFormat('en-GB', {
	year: 'numeric',
	month: 'short',
	day: 'numeric',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
	timeZone: 'UTC'
});

/** `4 Nov 2026, 17:20:05`, by the clock that is shown. */
export const formatMoment = (milliseconds: number): string => MOMENT.format(shifted(milliseconds));

const SHORT_MOMENT = new Intl.DateTimeFormat('en-GB', {
	month: 'short',
	day: 'numeric',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
	timeZone: 'UTC'
});

/** `4 Nov 17:20:05`, by the clock that is shown, where there is no room for the year. */
export const formatShortMoment = (milliseconds: number): string =>
	SHORT_MOMENT.format(shifted(milliseconds)).replace(',', '');

/** `4 Nov 2026, 17:20:05 – 17:40:00`; the day is said once. */
export function formatTimeRange(from: number, to: number): string {
	const [first, last] = [formatMoment(from), formatMoment(to)];
	const day = first.split(', ')[0] as string;
	return `${first} – ${last.startsWith(`${day}, `) ? last.slice(day.length + 2) : last}`;
}
