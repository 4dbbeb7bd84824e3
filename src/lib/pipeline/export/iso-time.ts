const MINUTE = 60_000;
const MINUTE_CHARS = '2026-01-01T00:00:'.length;
/** From 1970 to 9999 all times have a text of one form, in which the minute stands first. */
const BEYOND = Date.UTC(10_000, 0, 1);

let minute = NaN;
let minuteText = '';

/**
 * As `Date.prototype.toISOString`, which costs more than all else of a row; most rows of a log are of the minute of the row
 * before.
 *
 * @param time milliseconds since the epoch
 * @returns empty where no time was found
 */
export function isoTime(time: number): string {
	if (Number.isNaN(time)) return '';
	if (!Number.isInteger(time) || time < 0 || time >= BEYOND) return new Date(time).toISOString();
	const within = time % MINUTE;
	if (time - within !== minute) {
		minute = time - within;
		minuteText = new Date(time).toISOString().slice(0, MINUTE_CHARS);
	}
	const seconds = Math.floor(within / 1_000);
	return `${minuteText}${seconds < 10 ? '0' : ''}${seconds}${THOUSANDTHS[within % 1_000] as string}`;
}

const THOUSANDTHS = Array.from({ length: 1_000 }, (_, at) => `.${String(at).padStart(3, '0')}Z`);
