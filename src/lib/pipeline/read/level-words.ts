import { withoutAnsi } from '../text/ansi';
import type { Severity } from '../types';

/**
 * Words for levels in lower case: first those that a line may begin with, then those that only stand in a column of their
 * own. With the localised words of Windows' event viewer and the priorities of ticket systems.
 */
const HEAD_WORDS: Record<Severity, string> = {
	critical:
		'emergency emerg panic dpanic alert alrt critical critic crit crt fatal ftl ftal fatl kritisch critique crítico critico 严重 致命 重大',
	error:
		'error errors erro err eror severe svr schwerwiegend fail failure failed fehler erreur errore fout błąd ошибка 错误 錯誤 エラー 오류',
	warning:
		'warning warnings warni warn wrn wrng warnung avertissement advertencia aviso avviso waarschuwing varning advarsel ostrzeżenie предупреждение 警告 경고',
	info: 'information informational info inf infos notice notic note ntc success audit informationen informations información informação informazioni hinweis 信息 資訊 情報 정보',
	debug:
		'debug debg dbug dbg trace trce trc verbose verb vrb finest finer fine config ddebug silly spam diagnostic'
};

const COLUMN_WORDS: Record<Severity, string> = {
	critical: 'f c disaster catastrophic blocker p1 p0 sev1 sev0 urgent kritisk krytyczny',
	error:
		'e high major fault stderr p2 sev2 überwachungsfehler überwachungsfehlschlag fel feil hata chyba virhe erro',
	warning: 'w medium moderate minor p3 sev3 caution degraded uyarı upozornění',
	info: 'i n low log ok default normal p4 p5 sev4 sev5 display system statement detail hint context query http stdout start stop überwachungserfolg сведения',
	debug: 'd t v all'
};

const SEVERITY_OF = new Map<string, Severity>();
for (const table of [HEAD_WORDS, COLUMN_WORDS])
	for (const [severity, words] of Object.entries(table))
		for (const word of words.split(' ')) SEVERITY_OF.set(word, severity as Severity);

/** Syslog's numbers from 0 to 7; of pino and bunyan; of OpenTelemetry, where the others leave room. */
const SEVERITY_OF_NUMBER = new Map<number, Severity>();
const numbers = (severity: Severity, ...values: number[]): void =>
	values.forEach((value) => SEVERITY_OF_NUMBER.set(value, severity));
numbers('critical', 0, 1, 2, 21, 22, 23, 24, 60);
numbers('error', 3, 17, 18, 19, 50);
numbers('warning', 4, 13, 14, 15, 16, 40);
numbers('info', 5, 6, 9, 11, 12, 30);
numbers('debug', 7, 10, 20);

/** Letters that a level may be cut to. */
const MIN_PREFIX = 4;
const ENGLISH = ['emergency', 'critical', 'warning', 'information', 'notice', 'verbose', 'severe'];

/**
 * The severity of a level as a log writer names it: `WARN`, `err`, `[E]`, `ERROR:`, `1 - Critical`, `P1`, `trace2`,
 * `daemon.err`, a number of syslog, pino or OpenTelemetry; colours are looked through. Undefined when it is no level.
 */
export function severityOfLevel(level: string): Severity | undefined {
	const known = lookUp(withoutAnsi(level).trim().toLowerCase());
	if (known) return known;
	const bare = withoutAnsi(level)
		.toLowerCase()
		.replace(/^[\s[({<"'*|]+|[\s\])}>"'*|:,.;-]+$/g, '');
	return (
		lookUp(bare) ??
		lookUp(/^\d{1,2} ?[-–:.)] ?(.+)$/.exec(bare)?.[1] ?? '') ??
		lookUp(/^(.+?) ?[([]\d{1,2}[)\]]$/.exec(bare)?.[1] ?? '') ??
		lookUp(/^[a-z]+\d?\.([a-z]+)$/.exec(bare)?.[1] ?? '') ??
		ofTwoWords(bare)
	);
}

function lookUp(word: string): Severity | undefined {
	const known = SEVERITY_OF.get(word);
	if (known !== undefined || word === '') return known;
	if (/^\d{1,2}$/.test(word)) return SEVERITY_OF_NUMBER.get(Number(word));
	const numbered = /^(trace|debug|d|v|fine|log)\d{1,2}$/.exec(word)?.[1];
	if (numbered) return SEVERITY_OF.get(numbered);
	if (word.length < MIN_PREFIX) return undefined;
	const whole = ENGLISH.find((name) => name.startsWith(word));
	return whole === undefined ? undefined : SEVERITY_OF.get(whole);
}

/** `Audit Failure`, `Success Audit`, `Échec de l’audit`. */
function ofTwoWords(level: string): Severity | undefined {
	if (/\baudit|überwach/.test(level)) return /fail|échec|err|fehl/.test(level) ? 'error' : 'info';
	const words = level.split(/[\s/_-]+/);
	return words.length === 2 && words.every(({ length }) => length > 2)
		? (lookUp(words[0] ?? '') ?? lookUp(words[1] ?? ''))
		: undefined;
}

const HEADS = Object.values(HEAD_WORDS).flatMap((words) => words.split(' '));
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
/** Longest first: a shorter one may begin a longer one. */
const anyOf = (words: readonly string[]): string =>
	[...new Set(words)].sort((a, b) => b.length - a.length).join('|');

/** Nine of ten levels: tried first. */
const COMMON = 'INFO|WARN|ERROR|DEBUG';
/** Pattern of a level in capital letters. No groups. */
export const LEVEL = `(?:(?:${COMMON}|${anyOf(HEADS.map((word) => word.toUpperCase()))})(?![A-Za-zÀ-ž]))`;
/** Pattern of a level in any case that is common. No groups. */
export const ANY_LEVEL = `(?:(?:${COMMON}|${anyOf(HEADS.flatMap((word) => [word, capital(word), word.toUpperCase()]))}|Debug\\d|DEBUG\\d|TRACE\\d|trace\\d)(?![A-Za-zÀ-ž]))`;

/**
 * What has to stand before a level of which no mark or column tells that it is one: these words are as often the first of a
 * message (`failed to connect`, `config loaded`, `FAIL LOGIN`). No groups.
 */
export const NO_FIRST_WORD = `(?!(?:FAIL|SUCCESS|${anyOf(
	'fail failed failure success config notice alert audit fine verbose trace panic spam silly diagnostic emergency'
		.split(' ')
		.flatMap((word) => [word, capital(word)])
)}) [\\w[])`;
