/** Dates that name their weekday or month: `Tue Jan 2 10:00:00 2024`, `2 January 2024`, `every Friday`. */

const MONTH =
	'(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t|tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)';
/** As they stand in dates; only whole words that cannot be anything else are weekdays by themselves. */
const WEEKDAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const FULL_WEEKDAY = '(?:[Mm]on|[Tt]ues|[Ww]ednes|[Tt]hurs|[Ff]ri|[Ss]atur|[Ss]un)day';
const CLOCK = '\\d{1,2}:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?';
const BEFORE_DATE = `(?:(?:${FULL_WEEKDAY}|${WEEKDAY})[,.]? +)?`;
/** A time zone before a year, as `date` and Java print it. */
const ZONE = '(?: [A-Z]{3,4}(?= \\d))?';

const DATE_IN_WORDS = new RegExp(
	`(?:` +
		`${BEFORE_DATE}${MONTH}\\.? +\\d{1,2}(?:st|nd|rd|th)?(?:,? +${CLOCK})?${ZONE}(?:,? +\\d+)?|` +
		`${BEFORE_DATE}\\d{1,2}\\.? ${MONTH}\\.?,? +\\d+(?:,? +${CLOCK})?|` +
		`${FULL_WEEKDAY}|(?:Mon|Tue|Wed|Thu|Fri)|` +
		// `Sat` and `Sun` are words and names too.
		`(?:Sat|Sun)(?=[,.]?(?: (?:\\d|at\\b|${WEEKDAY}\\b)|[,)\\]]|$))` +
		`)(?![\\p{L}\\d_]|[:./@+%\\\\~$-][\\p{L}\\d_])`,
	'uy'
);
/** First letters of weekdays and months. */
const INITIALS = /[MTWFSJAOND\dmtwfs]/;

/** Where the date that starts at `at` ends; `at` itself when none does. */
export function dateInWords(text: string, at: number): number {
	if (!INITIALS.test(text[at] as string)) return at;
	DATE_IN_WORDS.lastIndex = at;
	return DATE_IN_WORDS.test(text) ? DATE_IN_WORDS.lastIndex : at;
}
