/**
 * Beginnings of month names, in lower case, January first: English, then what German, French, Spanish, Italian,
 * Portuguese, Dutch, the Scandinavian languages, Polish, Turkish and Russian have of their own.
 */
const MONTH_STEMS: readonly (readonly string[])[] = [
	['jan', 'jän', 'ene', 'gen', 'sty', 'oca', 'янв'],
	['feb', 'fév', 'fev', 'lut', 'şub', 'фев'],
	['mar', 'mär', 'mae', 'mrz', 'mrt', 'мар'],
	['apr', 'avr', 'abr', 'kwi', 'nis', 'апр'],
	['may', 'mai', 'mag', 'mei', 'maj', 'may', 'мая', 'май'],
	['jun', 'juin', 'giu', 'cze', 'haz', 'июн'],
	['jul', 'juil', 'lug', 'lip', 'tem', 'июл'],
	['aug', 'aoû', 'aou', 'ago', 'sie', 'ağu', 'авг'],
	['sep', 'set', 'wrz', 'eyl', 'сен'],
	['oct', 'okt', 'ott', 'out', 'paź', 'eki', 'окт'],
	['nov', 'lis', 'kas', 'ноя'],
	['dec', 'dez', 'déc', 'dic', 'des', 'gru', 'ara', 'дек']
];

const WEEKDAY_STEMS = [
	...['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'mo', 'di', 'mi', 'do', 'fr', 'sa', 'so'],
	...['lun', 'mar', 'mer', 'jeu', 'ven', 'sam', 'dim', 'mié', 'jue', 'vie', 'sáb', 'dom', 'gio'],
	...['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс']
];

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const letter = '[A-Za-zÀ-žА-я]';
/** Longest first: a shorter one may begin a longer one. */
const anyOf = (stems: readonly string[]): string =>
	[...new Set(stems.flatMap((stem) => [capital(stem), stem, stem.toUpperCase()]))]
		.sort((a, b) => b.length - a.length)
		.join('|');

/** Pattern of a month's name or its abbreviation. */
export const MONTH_NAME = `(?:${anyOf(MONTH_STEMS.flat())})${letter}{0,7}\\.?`;
/** A short pattern of the same, for where many are made: either case of the first letter, or three capitals. */
export const MONTH_LIKE = `(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?!${letter})|(?:${[
	...new Set(MONTH_STEMS.flat())
]
	.sort((a, b) => b.length - a.length)
	.map((stem) => `[${stem.charAt(0).toUpperCase()}${stem.charAt(0)}]${stem.slice(1)}`)
	.join('|')})${letter}*|[A-Z]{3})\\.?`;
/** Any word: where the rest of a pattern tells enough. */
export const MONTH_WORD = `${letter}{3}${letter}*\\.?`;
/** Pattern of a weekday and what parts it from the date. */
export const WEEKDAY = `(?:(?:${anyOf(WEEKDAY_STEMS)})${letter}{0,8}\\.?,? +)?`;

/** 1 to 12; 0 when no language calls a month so. */
export function monthOf(name: string): number {
	const lower = name.toLowerCase();
	const known = MONTH_STEMS.findIndex((stems) =>
		stems.some((stem) => stem.length > 3 && lower.startsWith(stem))
	);
	return (
		(known >= 0 ? known : MONTH_STEMS.findIndex((stems) => stems.includes(lower.slice(0, 3)))) + 1
	);
}

/** Zones by abbreviation, in minutes east of UTC. Of one with several meanings the American, then the European one. */
const ZONE_OFFSETS: Record<string, number> = {
	...{ Z: 0, UTC: 0, GMT: 0, UCT: 0, WET: 0, WEST: 60, BST: 60, IST: 330 },
	...{ CET: 60, CEST: 120, MEZ: 60, MESZ: 120, EET: 120, EEST: 180, MSK: 180, TRT: 180, SAST: 120 },
	...{ PKT: 300, SGT: 480, HKT: 480, AWST: 480, JST: 540, KST: 540, ACST: 570, ACDT: 630 },
	...{ AEST: 600, AEDT: 660, NZST: 720, NZDT: 780, BRT: -180, CLT: -240, COT: -300, NST: -210 },
	...{ AST: -240, ADT: -180, EST: -300, EDT: -240, CST: -360, CDT: -300, MST: -420, MDT: -360 },
	...{ PST: -480, PDT: -420, AKST: -540, AKDT: -480, HST: -600 }
};

const ABBREVIATIONS = Object.keys(ZONE_OFFSETS)
	.filter((name) => name.length > 1)
	.sort((a, b) => b.length - a.length)
	.join('|');
const AREAS =
	'Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US';
const REGION = String.raw`(?:${AREAS})\/[A-Za-z_+-]+[\d]{0,2}(?:\/[A-Za-z_-]+)?`;

/** Pattern of what can only be a zone. */
export const ZONE_AHEAD = String.raw`(?:(?:${ABBREVIATIONS}|${REGION})(?![\w/-])|(?:UTC|GMT)[+-]\d|[+-]\d\d:?\d\d(?!\d))`;

/**
 * Pattern of a zone behind a clock: `Z`, `+01:00`, `+01`, ` +0100`, ` CET`, ` UTC+1`, ` Europe/Berlin`, `+01:00[Europe/Berlin]`.
 * Hours alone have to be glued to the clock: ` -10 items` is text.
 */
export const ZONE_PATTERN = String.raw`(?:[ \u00a0\u202f]?\(?(?<zone>[Zz](?![A-Za-z\d])|(?:(?:UTC|GMT|Z)[ ]?[+-]\d{1,2}(?::?\d\d)?|(?:${ABBREVIATIONS})|${REGION})(?![\w/-])|[+-]\d\d:?\d\d(?!\d))\)?|(?<hours>[+-]\d\d)(?![\d:]))?(?:\[(?<region>${REGION})\]| \((?:${ABBREVIATIONS})\))?`;

/** Minutes east of UTC as times have them: `+01:00`. */
export function offsetText(minutes: number): string {
	const two = (number: number): string => String(Math.floor(number)).padStart(2, '0');
	const size = Math.abs(minutes);
	return `${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
}

/** Minutes east of UTC of a zone that says so itself; undefined for a region or none. */
export function offsetOf(zone: string): number | undefined {
	const upper = zone.toUpperCase();
	if (Object.hasOwn(ZONE_OFFSETS, upper)) return ZONE_OFFSETS[upper];
	const match = /([+-])(\d{1,2}):?(\d\d)?$/.exec(zone);
	if (!match || zone.includes('/')) return undefined;
	const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
	return match[1] === '-' ? -minutes : minutes;
}

/** Clocks of regions, each made once. */
const regionClocks = new Map<string, Intl.DateTimeFormat | undefined>();

/** Minutes east of UTC that a region's clock (`Europe/Berlin`) has at a wall time given as if it were UTC. */
export function regionOffset(region: string, wall: number): number | undefined {
	const near = regionOffsetAt(region, wall);
	// The offset at the wall time itself may be the one before or after a change.
	return near === undefined ? undefined : regionOffsetAt(region, wall - near * 60_000);
}

/** Minutes east of UTC that a region's clock has at a moment; undefined for a region that is not known. */
export function regionOffsetAt(region: string, time: number): number | undefined {
	if (!regionClocks.has(region)) regionClocks.set(region, clockOf(region));
	const clock = regionClocks.get(region);
	return clock && (wallOf(clock, time) - time) / 60_000;
}

function clockOf(timeZone: string): Intl.DateTimeFormat | undefined {
	const number = '2-digit' as const;
	try {
		return new Intl.DateTimeFormat('en-US', {
			timeZone,
			hourCycle: 'h23',
			year: 'numeric',
			month: number,
			day: number,
			hour: number,
			minute: number
		});
	} catch {
		return undefined;
	}
}

function wallOf(clock: Intl.DateTimeFormat, time: number): number {
	const whole = Math.floor(time / 60_000) * 60_000;
	const of = Object.fromEntries(
		clock.formatToParts(whole).map(({ type, value }) => [type, Number(value)])
	);
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = of;
	return Date.UTC(year, month - 1, day, hour, minute) + (time - whole);
}
