/** Zone of times that name none. */
export type Zone = 'local' | 'utc';

/** What a time that leaves something out is read with. */
export interface TimeContext {
	zone: Zone;
	/** Milliseconds since the epoch: a date without a year is the last such date up to a day after this. */
	reference: number;
	/** `03/04/2026` is the third of April. */
	dayFirst: boolean;
}

/** A time as written; `month` from 1. Absent year: inferred. Absent `offset` (minutes east of UTC): the context's zone. */
export interface TimeParts {
	year?: number;
	month: number;
	day: number;
	hour: number;
	minute: number;
	second: number;
	millisecond: number;
	offset?: number;
}

export interface Layout {
	pattern: RegExp;
	parts(match: RegExpExecArray, context: TimeContext): TimeParts | undefined;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthOf = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** Zones by name that mean one offset only, in minutes. */
const ZONE_NAMES: Record<string, number> = {
	Z: 0,
	UTC: 0,
	GMT: 0,
	WET: 0,
	CET: 60,
	CEST: 120,
	EET: 120,
	EEST: 180,
	MSK: 180,
	JST: 540,
	EST: -300,
	EDT: -240,
	CDT: -300,
	MST: -420,
	MDT: -360,
	PST: -480,
	PDT: -420
};

const CLOCK = String.raw`(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,:](\d{1,9}))?)?`;
const ZONE = String.raw`(?: ?(Z|UTC|GMT|[A-Z]{3,4}|(?:UTC|GMT)?[+-]\d\d(?::?\d\d)?))?`;

function parts(
	date: { year?: number; month: number; day: number },
	[hour = '0', minute = '0', second = '0', fraction = ''],
	zone?: string
): TimeParts {
	const offset = offsetOf(zone);
	return {
		...date,
		hour: Number(hour),
		minute: Number(minute),
		second: Number(second),
		millisecond: fraction === '' ? 0 : Number(`0.${fraction}`) * 1_000,
		...(offset === undefined ? {} : { offset })
	};
}

function offsetOf(zone = ''): number | undefined {
	const named = Object.hasOwn(ZONE_NAMES, zone) ? ZONE_NAMES[zone] : undefined;
	if (named !== undefined) return named;
	const match = /([+-])(\d\d):?(\d\d)?$/.exec(zone);
	if (!match) return undefined;
	const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
	return match[1] === '-' ? -minutes : minutes;
}

/** A year of two digits is the one between 1970 and 2069. */
const fullYear = (year: string): number =>
	year.length > 2 ? Number(year) : Number(year) + (Number(year) < 70 ? 2_000 : 1_900);

/** What logs write, each anchored at both ends; no text is of two layouts. */
export const LAYOUTS: Layout[] = [
	{
		// 2026-11-24T12:00:01.250+01:00, 2026/11/24 12:00:01, 2026.11.24
		pattern: new RegExp(
			String.raw`^(\d{4})[-/.](\d\d)[-/.](\d\d)(?:[T_ ]+${CLOCK}${ZONE}(?:\[[\w/]+\])?)?$`
		),
		parts: ([, year, month, day, h, m, s, f, zone]) =>
			parts({ year: Number(year), month: Number(month), day: Number(day) }, [h, m, s, f], zone)
	},
	{
		// Nov 24 12:00:01, Nov 24 2026 12:00:01.250, Nov 24, 2026 12:00:01
		pattern: new RegExp(
			String.raw`^([A-Z][a-z]{2})[a-z]* +(\d{1,2}),?(?: (\d{4}),?)? +${CLOCK}${ZONE}$`
		),
		parts: ([, month = '', day, year, h, m, s, f, zone]) =>
			parts(
				{
					...(year ? { year: Number(year) } : {}),
					month: monthOf(month),
					day: Number(day)
				},
				[h, m, s, f],
				zone
			)
	},
	{
		// Tue Nov 24 12:00:01.250 2026, Tue Nov 24 12:00:01 CET 2026
		pattern: new RegExp(
			String.raw`^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) ${CLOCK}${ZONE} (\d{4})$`
		),
		parts: ([, month = '', day, h, m, s, f, zone, year]) =>
			parts({ year: Number(year), month: monthOf(month), day: Number(day) }, [h, m, s, f], zone)
	},
	{
		// 24/Nov/2026:12:00:01 +0100, 24-Nov-2026 12:00:01, Tue, 24 Nov 2026 12:00:01 GMT
		pattern: new RegExp(
			String.raw`^(?:[A-Z][a-z]{2}, )?(\d{1,2})[-/ ]([A-Z][a-z]{2})[-/ ](\d{4})[: ]${CLOCK}${ZONE}$`
		),
		parts: ([, day, month = '', year, h, m, s, f, zone]) =>
			parts({ year: Number(year), month: monthOf(month), day: Number(day) }, [h, m, s, f], zone)
	},
	{
		// 11-24 12:00:01.250 (logcat), 11.24 12:00:01
		pattern: new RegExp(String.raw`^(\d\d)[-.](\d\d) ${CLOCK}$`),
		parts: ([, month, day, h, m, s, f]) =>
			parts({ month: Number(month), day: Number(day) }, [h, m, s, f])
	},
	{
		// 1124 12:00:01.250000 (klog)
		pattern: new RegExp(String.raw`^(\d\d)(\d\d) ${CLOCK}$`),
		parts: ([, month, day, h, m, s, f]) =>
			parts({ month: Number(month), day: Number(day) }, [h, m, s, f])
	},
	{
		// 261124 120001 (HDFS)
		pattern: /^(\d\d)(\d\d)(\d\d) (\d\d)(\d\d)(\d\d)$/,
		parts: ([, year = '', month, day, h, m, s]) =>
			parts({ year: fullYear(year), month: Number(month), day: Number(day) }, [h, m, s])
	},
	{
		// 2026-11-24-12.00.01.250000
		pattern: /^(\d{4})-(\d\d)-(\d\d)-(\d\d)\.(\d\d)\.(\d\d)(?:\.(\d{1,9}))?$/,
		parts: ([, year, month, day, h, m, s, f]) =>
			parts({ year: Number(year), month: Number(month), day: Number(day) }, [h, m, s, f])
	},
	{
		// 11/24/2026 12:00:01 PM, 24.11.2026 12:00:01, 11/24/26
		pattern: new RegExp(
			String.raw`^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d),?(?: +${CLOCK}(?: ?([AaPp])\.?[Mm]\.?)?${ZONE})?$`
		),
		parts: ([, a, separator, b, year = '', h = '0', m, s, f, half, zone], { dayFirst }) => {
			const first = Number(a);
			const dayIsFirst = separator === '.' || first > 12 || (dayFirst && Number(b) <= 12);
			const [day, month] = dayIsFirst ? [first, Number(b)] : [Number(b), first];
			return parts({ year: fullYear(year), month, day }, [hourOf24(h, half), m, s, f], zone);
		}
	}
];

function hourOf24(hour: string, half: string | undefined): string {
	if (!half) return hour;
	const base = Number(hour) % 12;
	return String(half.toLowerCase() === 'p' ? base + 12 : base);
}

/** Whether a clock and a calendar have such a time. */
export const isPossible = ({ month, day, hour, minute, second }: TimeParts): boolean =>
	month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 24 && minute < 60 && second <= 60;
