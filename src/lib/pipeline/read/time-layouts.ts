import {
	MONTH_LIKE,
	MONTH_NAME,
	MONTH_WORD,
	monthOf,
	offsetOf,
	WEEKDAY,
	ZONE_AHEAD,
	ZONE_PATTERN
} from './time-names';

/** Zone of times that name none. */
export type Zone = 'local' | 'utc';

/** What a time that leaves something out is read with. */
export interface TimeContext {
	zone: Zone;
	/** Milliseconds since the epoch: a date without a year is the last such date up to a day after this. */
	reference: number;
	/** `03/04/2026` is the third of April. */
	dayFirst: boolean;
	/** `26/11/24` begins with the year. */
	yearFirst?: boolean;
}

/**
 * A time as written; `month` from 1. Absent year: inferred. Absent `offset` (minutes east of UTC): that of the `region`
 * (`Europe/Berlin`), else the context's zone.
 */
export interface TimeParts {
	year?: number;
	month: number;
	day: number;
	hour: number;
	minute: number;
	second: number;
	millisecond: number;
	offset?: number;
	region?: string;
}

export interface Layout {
	pattern: RegExp;
	parts(match: RegExpExecArray, context: TimeContext): TimeParts | undefined;
}

/** A blank, also the ones that do not break. */
const BLANK = String.raw`[ \u00a0\u202f]`;
const HALF_WORD = '(?:(?<before>上午|下午|午前|午後|오전|오후) ?)?';
const HALF = String.raw`(?:${BLANK}?(?<half>[AaPp])\.?${BLANK}?[Mm](?![A-Za-z])\.?)?`;
const CLOCK = String.raw`${HALF_WORD}(?<h>\d{1,2}):(?<mi>\d\d)(?::(?<s>\d\d)(?:[.,](?<f>\d{1,9})|:(?<colon>\d{3,6})(?!\d))?)?${HALF}`;
const DOTTED_CLOCK = String.raw`(?<h>\d\d)[.-](?<mi>\d\d)[.-](?<s>\d\d)(?:[.,:](?<f>\d{1,9}))?${HALF}`;
const COMPACT_CLOCK = String.raw`(?<h>\d\d)(?<mi>\d\d)(?<s>\d\d)(?:[.,](?<f>\d{1,9}))?(?!\d)`;
/** Between a date and its clock. */
const GAP = String.raw`(?:[Tt_/|;\t-]|::?|,?${BLANK}*@${BLANK}*|,?${BLANK}+(?:at |um |à )?|, ?)`;

/** One way of writing a date, and which clocks go with it. */
interface DateForm {
	date: string;
	/** A weekday may be ahead. */
	weekday?: true;
	clocks?: string[];
	gap?: string;
	/** What may follow clock and zone. */
	after?: string;
	/** May be all there is. */
	alone?: true;
}

const YEAR_AFTER = String.raw`(?: (?<late>(?:19|20)\d\d)(?!\w|[:/-]\d))?`;

/**
 * The ways in which logs write dates, the commonest first. Together with `CLOCK`, `GAP` and the zones of `time-names.ts`
 * they are the grammar of times, for reading them and for finding them at the start of a line. A table rather than a
 * library: those need to be told the layout, or take text for a time.
 */
const DATE_FORMS: DateForm[] = [
	{
		// 2026-11-24T12:00:01.250+01:00, 2026/11/24 11:05 PM, 2026-11-24-12.00.01.250000, Tue 2026-11-24 12:00:01 CET
		date: String.raw`(?<y>\d{4})[-/.](?<mo>\d\d?)[-/.](?<d>\d\d?)`,
		weekday: true,
		clocks: [CLOCK, DOTTED_CLOCK],
		alone: true
	},
	{
		// Nov 24 12:00:01, Nov 24, 2026 12:00:01 PM, Tue Nov 24 12:00:01 CET 2026, Okt 24 12:00:01, Oct 5, 2026 @ 08:15, nov/24/2026 12:00:01
		date: String.raw`(?<mon>${MONTH_NAME})(?:${BLANK}{0,2}|\/)(?<d>\d{1,2})(?:(?:,?${BLANK}|\/)(?<y>(?:19|20)\d\d))?`,
		weekday: true,
		after: YEAR_AFTER
	},
	// 2026 Nov 24 12:00:01.250, 2026 Nov 24 12:00:01:250 GMT +0100
	{ date: String.raw`(?<y>(?:19|20)\d\d)[ -](?<mon>${MONTH_NAME})[ -]{1,2}(?<d>\d{1,2})` },
	{
		// 24/Nov/2026:12:00:01 +0100, 24-Nov-2026 12:00:01, 24 Nov 12:00:01.250, Tue, 24 Nov 2026 12:00:01 GMT, 24Nov2026
		date: String.raw`(?<d>\d{1,2})\.?[-/ ]?(?<mon>${MONTH_NAME})(?:[-/ ,]{0,2}(?<y>\d{4}|\d\d(?=[ ,T])))?`,
		weekday: true,
		clocks: [CLOCK, DOTTED_CLOCK]
	},
	{
		// 11/24/2026 12:00:01 PM, 24.11.2026 12:00:01, 26/11/24 12:00:01
		date: String.raw`(?<a>\d{1,2})(?<mark>[/.-])(?<b>\d{1,2})\k<mark>(?<c>\d{4}|\d\d)`,
		weekday: true,
		alone: true
	},
	{
		// 20261124 12:00:01.250, 20261124T120001Z, 20261124:120001.250, 20261124120001
		date: String.raw`(?<y>(?:19|20)\d\d)(?<mo>[01]\d)(?<d>[0-3]\d)`,
		gap: '[T _:-]?',
		clocks: [CLOCK, COMPACT_CLOCK]
	},
	// 261124 120001 (HDFS), 261124  1:00:01 (MySQL)
	{
		date: String.raw`(?<y>\d\d)(?<mo>[01]\d)(?<d>[0-3]\d)`,
		gap: ' {1,2}',
		clocks: [COMPACT_CLOCK, CLOCK]
	},
	// 11-24 12:00:01.250 (logcat), 11.24 12:00:01, 11/24 12:00:01, 11/24-12:00:01.250000 (Snort)
	{ date: String.raw`(?<mo>\d\d)[-./](?<d>\d\d)`, gap: '(?: {1,2}|-)' },
	// 1124 12:00:01.250000 (klog)
	{ date: String.raw`(?<mo>[01]\d)(?<d>[0-3]\d)`, gap: ' ' },
	{
		// 2026年11月24日 下午11:05:01
		date: String.raw`(?<y>\d{4})[年.] ?(?<mo>\d{1,2})[月.] ?(?<d>\d{1,2})[日.]?(?: ?\(?[月火水木金土日一二三四五六]\)?)?`,
		gap: ' ?',
		alone: true
	}
];

const withClock = ({ date, weekday, gap = GAP, after = '' }: DateForm, clock: string): string =>
	`${weekday ? WEEKDAY : ''}${date}${gap}${clock}${ZONE_PATTERN}${after}`;

const clocksOf = ({ clocks = [CLOCK] }: DateForm): string[] => clocks;

/** What logs write, each anchored at both ends. */
export const LAYOUTS: Layout[] = DATE_FORMS.flatMap((form) => [
	...clocksOf(form).map((clock) => layoutOf(withClock(form, clock))),
	...(form.alone ? [layoutOf(`${form.weekday ? WEEKDAY : ''}${form.date}`)] : [])
]);

/** A time goes on here: what finds one must not leave its end to the next field. */
const GOES_ON = String.raw`(?!${BLANK}?(?:[AaPp]\.?${BLANK}?[Mm](?![A-Za-z])|${ZONE_AHEAD})| (?:19|20)\d\d(?![\w.-]|:\d))`;
const plain = (source: string): string => source.replaceAll(/\(\?<\w+>/g, '(?:');
const WEEKDAY_LIKE = String.raw`(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Mo|Di|Mi|Do|Fr|Sa|So|[Ll]un|[Mm]ar|[Mm]er|[Jj]eu|[Vv]en|[Ss]am|[Dd]im)[a-z]{0,7}\.?,? +)?`;
const dateLike = (month: string): string =>
	[
		String.raw`\d{4}[-/.]\d\d?[-/.]\d\d?`,
		String.raw`(?:19|20)\d\d[ -]${month}[ -]{1,2}\d{1,2}`,
		String.raw`${month}(?:${BLANK}{0,2}|\/)\d{1,2}(?:(?:,?${BLANK}|\/)(?:19|20)\d\d)?`,
		String.raw`\d{1,2}\.?[-/ ]?${month}(?:[-/ ,]{0,2}(?:\d{4}|\d\d(?=[ ,T])))?`,
		String.raw`\d{1,2}(?:\/\d{1,2}\/|\.\d{1,2}\.|-\d{1,2}-)(?:\d{4}|\d\d)`,
		String.raw`(?:19|20)\d{6}|\d{6}|[01]\d{3}|\d\d[-./]\d\d`,
		String.raw`\d{4}[年.] ?\d{1,2}[月.] ?\d{1,2}[日.]?`
	].join('|');
const CLOCK_LIKE = plain(`(?:${CLOCK}|${DOTTED_CLOCK}|${COMPACT_CLOCK})`);
/**
 * The commonest layout, where what follows is plainly no zone nor half of a day: tried first, since the other forms cost
 * several times as much.
 */
const PLAIN_ISO = String.raw`\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?Z?(?= +(?:INFO|WARN|ERROR|DEBUG|TRACE|FATAL|\[|[-|] )|[\]|])`;
const timeLike = (month: string): string =>
	`(?:${PLAIN_ISO}|(?:${WEEKDAY_LIKE}(?:${dateLike(month)})(?:${GAP} ?)${CLOCK_LIKE}|(?:19|20)\\d{12}(?!\\d))${plain(ZONE_PATTERN)}${plain(YEAR_AFTER)})${GOES_ON}`;
/**
 * Pattern of a date with a clock, as it stands at the start of a line. No groups. Shorter and wider than the forms that
 * it is read with afterwards: it is a part of some sixty patterns, and the long one would take seconds to be compiled.
 */
export const DATED_TIME = timeLike(MONTH_WORD);
/** The same with names of months only, for where little else stands in the pattern. No groups. */
export const STRICT_TIME = timeLike(MONTH_LIKE);
/** Pattern of a clock alone, seconds included. No groups. */
export const TIME_OF_DAY = String.raw`\d{1,2}:\d\d:\d\d(?:[.,:]\d{1,9})?(?: ?[AaPp]\.?[Mm]\b\.?)?(?:Z|[+-]\d\d:?\d\d)?`;
/** Pattern of seconds, milliseconds, micro- or nanoseconds since the epoch, from 2001 to 2096. No groups. */
export const EPOCH_TIME = String.raw`[1-3]\d{9}(?:\d{3}|\d{6}|\d{9})?(?:[.,]\d{1,9})?(?![\d.])`;

function layoutOf(source: string): Layout {
	return {
		pattern: new RegExp(`^${source}$`),
		parts: ({ groups = {} }, context) => partsOf(groups, context)
	};
}

type Groups = Record<string, string | undefined>;

function partsOf(groups: Groups, context: TimeContext): TimeParts | undefined {
	const { h = '0', mi = '0', s = '0', f, colon, half, before } = groups;
	const date = dateOf(groups, context);
	const zone = groups.zone ?? groups.hours;
	const offset = zone === undefined ? undefined : offsetOf(zone);
	const region = offset === undefined ? (groups.region ?? zone) : undefined;
	const fraction = f ?? colon;
	return {
		...date,
		hour: hourOf24(h, half ?? halfOf(before)),
		minute: Number(mi),
		second: Number(s),
		millisecond: fraction === undefined ? 0 : Number(`0.${fraction}`) * 1_000,
		...(offset === undefined ? {} : { offset }),
		...(region === undefined ? {} : { region })
	};
}

function dateOf(
	{ y, late, mo, mon, d, a, b, c, mark = '/' }: Groups,
	context: TimeContext
): Pick<TimeParts, 'year' | 'month' | 'day'> {
	if (a !== undefined && b !== undefined && c !== undefined)
		return triple([a, b, c], mark, context);
	const year = y ?? late;
	return {
		...(year === undefined ? {} : { year: fullYear(year) }),
		month: mon === undefined ? Number(mo) : monthOf(mon),
		day: Number(d)
	};
}

/** Three numbers: day, month and year in an order that the numbers, the mark between them or the context decides. */
function triple(
	[a, b, c]: [string, string, string],
	mark: string,
	{ dayFirst, yearFirst = false }: TimeContext
): Pick<TimeParts, 'year' | 'month' | 'day'> {
	const isYearFirst = c.length === 2 && (Number(a) > 31 || (yearFirst && Number(c) <= 31));
	if (isYearFirst) return { year: fullYear(a), month: Number(b), day: Number(c) };
	const isDayFirst =
		mark === '.' ||
		Number(a) > 12 ||
		(dayFirst && Number(b) <= 12) ||
		(mark === '-' && c.length === 2 && Number(b) <= 12);
	const [day, month] = isDayFirst ? [a, b] : [b, a];
	return { year: fullYear(c), month: Number(month), day: Number(day) };
}

/** A year of two digits is the one between 1970 and 2069. */
const fullYear = (year: string): number =>
	year.length > 2 ? Number(year) : Number(year) + (Number(year) < 70 ? 2_000 : 1_900);

const halfOf = (word: string | undefined): string | undefined =>
	word === undefined ? undefined : /下午|午後|오후/.test(word) ? 'p' : 'a';

/** A clock that says 13 or more counts 24 hours, whatever is behind it. */
function hourOf24(hour: string, half: string | undefined): number {
	const value = Number(hour);
	if (!half || value > 12) return value;
	return half.toLowerCase() === 'p' ? (value % 12) + 12 : value % 12;
}

/** Whether a text is a time whose date names no year. */
export function leavesOutYear(text: string): boolean {
	const found = partsWritten(text.trim());
	return found !== undefined && found.year === undefined;
}

/** The zone that a time names: minutes east of UTC, or a region. Neither where it names none, or is no time. */
export function zoneIn(text: string): Pick<TimeParts, 'offset' | 'region'> {
	const { offset, region } = partsWritten(bare(text)) ?? {};
	if (offset !== undefined) return { offset };
	return region === undefined ? {} : { region };
}

function partsWritten(text: string): TimeParts | undefined {
	const context: TimeContext = { zone: 'utc', reference: 0, dayFirst: false };
	for (const { pattern, parts } of LAYOUTS) {
		const match = pattern.exec(text);
		const found = match && parts(match, context);
		if (found) return found;
	}
	return undefined;
}

/** Without the brackets or quotes around it. */
export function bare(text: string): string {
	const trimmed = text.trim();
	return /^[[("<]/.test(trimmed) ? trimmed.replace(/^[[("<]\s*(.*?)\s*[\])">]$/, '$1') : trimmed;
}

/** Whether a clock and a calendar have such a time. */
export const isPossible = ({ month, day, hour, minute, second }: TimeParts): boolean =>
	month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 24 && minute < 60 && second <= 60;
