import { SpanOfText, textOfSpan, type Units, type UnitSpan } from '../text/text-units';
import {
	bare,
	isPossible,
	LAYOUTS,
	type Layout,
	type TimeContext,
	type TimeParts
} from './time-layouts';
import { regionOffset } from './time-names';
import { BLANK, COLON, COMMA, DASH, DOT } from '../text/char-codes';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const NO_STRETCH = { clock: -1, before: '', after: '', start: NaN, isDay: false, hour: NaN };
/** Where a fraction of three digits ends, from where its clock starts. */
const MILLISECONDS_END = 12;
/**
 * Reads times as logs write them: ISO 8601, syslog, Apache, logcat, klog, Hadoop, Windows, RFC 2822, and epoch seconds to
 * nanoseconds. Give one to each file: it remembers what it read last, since neighbours share layout and second.
 */
export class TimeReader {
	private lastText = '';
	private lastTime = NaN;
	private layout = LAYOUTS[0] as Layout;
	private readonly span = new SpanOfText();
	/** The date that was read last, its digits as one number, and its first millisecond in UTC. */
	private day = -1;
	private midnight = NaN;
	/**
	 * The day that was read last, or the hour: where its clock stands, what is around the clock, or around minutes and seconds,
	 * when it began, and of a day the hour that was read last.
	 */
	private stretch = NO_STRETCH;
	/** Offset of the local zone in the hour that was asked for last. */
	private localHour = NaN;
	private localOffset = 0;

	constructor(private readonly context: TimeContext) {}

	/** Milliseconds since the epoch, or NaN when the text is no time. */
	read(text: string): number {
		if (text === this.lastText) return this.lastTime;
		this.lastText = text;
		this.lastTime = this.parse(bare(text));
		return this.lastTime;
	}

	/** The same of a part of a text, without a string where it is a time as most logs have it. */
	readUnits(span: UnitSpan): number {
		return this.plainIso(span) ?? this.read(textOfSpan(span));
	}

	private parse(text: string): number {
		if (text === '') return NaN;
		const onSameDay = this.plainIso(this.span.of(text));
		if (onSameDay !== undefined) return onSameDay;
		const inSameStretch = this.sameStretch(text);
		if (inSameStretch !== undefined) return inSameStretch;
		const found = this.partsBy(this.layout, text);
		if (found) return this.remember(text, found);
		if (EPOCH.test(text)) return epochToMilliseconds(text);
		for (const layout of LAYOUTS) {
			const other = this.partsBy(layout, text);
			if (!other) continue;
			this.layout = layout;
			return this.remember(text, other);
		}
		return NaN;
	}

	/**
	 * `2026-11-24 12:00:01`, `2026-11-24T12:00:01.250Z` and nothing else, character by character: most logs have it, and
	 * many rows share a day. Everything else is undefined and left to the layouts.
	 */
	private plainIso({ units, start, end }: UnitSpan): number | undefined {
		const size = end - start;
		const isUtc = size === 24 || size === 20;
		if (size !== 19 && size !== 23 && !isUtc) return undefined;
		if (isUtc && units[end - 1] !== LETTER_Z) return undefined;
		const between = units[start + 10];
		if (between !== BLANK && between !== LETTER_T) return undefined;
		if (units[start + 13] !== COLON || units[start + 16] !== COLON) return undefined;
		const day = this.midnightOf(units, start);
		const hour = twoDigits(units, start + 11);
		const minute = twoDigits(units, start + 14);
		const second = twoDigits(units, start + 17);
		const millisecond =
			size < 23 ? 0 : digitOf(units[start + 20]) * 100 + twoDigits(units, start + 21);
		const isTime = hour <= 23 && minute <= 59 && second <= 59 && millisecond <= 999;
		const mark = units[start + 19];
		if (!isTime || Number.isNaN(day) || (size >= 23 && mark !== DOT && mark !== COMMA))
			return undefined;
		const wall = day + ((hour * 60 + minute) * 60 + second) * 1_000 + millisecond;
		return isUtc ? wall : wall - this.zoneOffset(wall) * 60_000;
	}

	/**
	 * A time that differs from the last one in its clock only, or within the hour only: neither year nor zone can be another.
	 * Everything else is undefined.
	 */
	private sameStretch(text: string): number | undefined {
		const { stretch } = this;
		const { clock, before, after, isDay } = stretch;
		if (clock < 0 || !text.startsWith(before)) return undefined;
		const hour = twoDigitsOf(text, clock);
		const minute = twoDigitsOf(text, clock + 3);
		const second = twoDigitsOf(text, clock + 6);
		if (text.charCodeAt(clock + 5) !== COLON || minute > 59 || second > 59) return undefined;
		const rest = fractionEnd(text, clock + 8);
		if (text.length - rest !== after.length || !text.endsWith(after)) return undefined;
		if (isDay && hour !== stretch.hour) {
			if (text.charCodeAt(clock + 2) !== COLON || hour > 23) return undefined;
			// Microseconds are rounded by the hour in which they stand.
			if (rest > clock + MILLISECONDS_END) return undefined;
			stretch.hour = hour;
		}
		const fraction = rest > clock + 8 ? Number(`0.${text.slice(clock + 9, rest)}`) * 1_000 : 0;
		return stretch.start + (((isDay ? hour * 60 : 0) + minute) * 60 + second) * 1_000 + fraction;
	}

	/** Keeps the day of a time, or its hour where the day has two offsets or years, or clocks of twelve hours. */
	private remember(text: string, found: TimeParts): number {
		const time = this.toTime(found);
		const clock = text.search(/\d\d:\d\d:\d\d(?!\d|:\d)/);
		const hourLasts = this.between({ ...found, minute: 0 }, { ...found, minute: 59 });
		if (clock < 0 || !(Math.abs(hourLasts) < HOUR)) {
			this.stretch = NO_STRETCH;
			return time;
		}
		const rest = fractionEnd(text, clock + 8);
		const isDay =
			rest <= clock + MILLISECONDS_END &&
			this.between({ ...found, hour: 0, minute: 0 }, { ...found, hour: 23, minute: 59 }) ===
				DAY - 1 &&
			this.isOf24Hours(text, clock, found);
		const fraction = rest > clock + 8 ? Number(`0.${text.slice(clock + 9, rest)}`) * 1_000 : 0;
		const hour = twoDigitsOf(text, clock);
		const minutes = (isDay ? hour * 60 : 0) + twoDigitsOf(text, clock + 3);
		this.stretch = {
			clock,
			before: text.slice(0, isDay ? clock : clock + 3),
			after: text.slice(rest),
			start: time - (minutes * 60 + twoDigitsOf(text, clock + 6)) * 1_000 - fraction,
			isDay,
			hour
		};
		return time;
	}

	/** Milliseconds from the first one of a minute to the last one of another. */
	private between(first: TimeParts, last: TimeParts): number {
		return (
			this.toTime({ ...last, second: 59, millisecond: 999 }) -
			this.toTime({ ...first, second: 0, millisecond: 0 })
		);
	}

	/** Whether the two digits at `clock` are the hour as it is meant: those of twelve hours say otherwise at 1 or at 12. */
	private isOf24Hours(text: string, clock: number, { hour }: TimeParts): boolean {
		const hourOf = (digits: string): number | undefined =>
			this.partsBy(this.layout, text.slice(0, clock) + digits + text.slice(clock + 2))?.hour;
		return hour === twoDigitsOf(text, clock) && hourOf('01') === 1 && hourOf('12') === 12;
	}

	/** First millisecond, in UTC, of a date as `2026-11-24` that starts at `start`; NaN when it is none. */
	private midnightOf(units: Units, start: number): number {
		if (units[start + 4] !== DASH || units[start + 7] !== DASH) return NaN;
		const year = twoDigits(units, start) * 100 + twoDigits(units, start + 2);
		const month = twoDigits(units, start + 5);
		const day = twoDigits(units, start + 8);
		if (!(year <= 9_999 && month >= 1 && month <= 12 && day <= 31)) return NaN;
		const key = (year * 100 + month) * 100 + day;
		if (key !== this.day) {
			this.day = key;
			const midnight = Date.UTC(year, month - 1, day);
			this.midnight = new Date(midnight).getUTCDate() === day ? midnight : NaN;
		}
		return this.midnight;
	}

	private partsBy(layout: Layout, text: string): TimeParts | undefined {
		const match = layout.pattern.exec(text);
		const found = match ? layout.parts(match, this.context) : undefined;
		return found && isPossible(found) ? found : undefined;
	}

	private toTime(found: TimeParts): number {
		if (found.year !== undefined) return this.inYear(found, found.year);
		const latest = this.context.reference + DAY;
		const newest = new Date(latest).getUTCFullYear() + 1;
		// The 29th of February may be eight years away.
		for (let year = newest; year > newest - 10; year--) {
			const time = this.inYear(found, year);
			if (time <= latest) return time;
		}
		return NaN;
	}

	/** NaN when the year has no such day. */
	private inYear(found: TimeParts, year: number): number {
		const { month, day, hour, minute, second, millisecond, region } = found;
		const midnight = Date.UTC(year, month - 1, day);
		if (new Date(midnight).getUTCDate() !== day) return NaN;
		const wall = midnight + ((hour * 60 + minute) * 60 + second) * 1_000 + millisecond;
		const named = found.offset ?? (region === undefined ? undefined : regionOffset(region, wall));
		return wall - (named ?? this.zoneOffset(wall)) * 60_000;
	}

	private zoneOffset(wall: number): number {
		if (this.context.zone === 'utc') return 0;
		const hour = Math.floor(wall / 3_600_000);
		if (hour !== this.localHour) {
			this.localHour = hour;
			const as = new Date(wall);
			const local = new Date(
				as.getUTCFullYear(),
				as.getUTCMonth(),
				as.getUTCDate(),
				as.getUTCHours()
			);
			this.localOffset = -local.getTimezoneOffset();
		}
		return this.localOffset;
	}
}

/** Not `20261124120001`: that many milliseconds are far off. */
const EPOCH = /^(?!(?:19|20)\d{12}$)\d{9,19}(?:[.,]\d+)?$|^\d(?:\.\d+)?[eE]\+?\d{1,2}$/;

/** Seconds, milliseconds, micro- or nanoseconds by their number of digits. */
function epochToMilliseconds(text: string): number {
	if (/[eE]/.test(text)) return epochToMilliseconds(String(Number(text)));
	const [whole = '', fraction = ''] = text.split(/[.,]/);
	const { length } = whole;
	// The point is moved in the text: a number would round nanoseconds.
	const moved =
		length <= 11 ? length + 3 : length <= 14 ? length : length <= 17 ? length - 3 : length - 6;
	const digits = (whole + fraction).padEnd(moved, '0');
	return Number(`${digits.slice(0, moved)}.${digits.slice(moved)}`);
}

/** Offset behind the fraction of a second that starts at `at`, or `at` when there is none. */
function fractionEnd(text: string, at: number): number {
	const mark = text.charCodeAt(at);
	if (mark !== DOT && mark !== COMMA) return at;
	let end = at + 1;
	while (digitOf(text.charCodeAt(end)) <= 9) end++;
	return end > at + 1 && end <= at + 10 ? end : at;
}

const LETTER_Z = 90;
const LETTER_T = 84;
/** Makes a number too large to be a part of a date, wherever in it the digit stands. */
const NO_DIGIT = 1e6;

const digitOf = (unit = 0): number => (unit >= 48 && unit <= 57 ? unit - 48 : NO_DIGIT);
const twoDigits = (units: Units, at: number): number =>
	digitOf(units[at]) * 10 + digitOf(units[at + 1]);
const twoDigitsOf = (text: string, at: number): number =>
	digitOf(text.charCodeAt(at)) * 10 + digitOf(text.charCodeAt(at + 1));
