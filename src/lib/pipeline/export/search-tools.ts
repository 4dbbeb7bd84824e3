import { ECMASCRIPT, patternOf, type PatternPiece, type RegexDialect } from './search-pattern';

/** A search as one types it in some tool. */
export interface ToolSearch {
	tool: string;
	text: string;
}

/** POSIX extended regular expressions, as `grep -E` has them (IEEE 1003.1, 9.4). */
const POSIX: RegexDialect = {
	special: /[\\^$.*+?()[\]{}|]/g,
	space: '[[:space:]]+',
	word: '[^[:space:]]+',
	anything: '.*'
};
/** RE2 and Rust: as JavaScript, but a slash is no sign. */
const RE2: RegexDialect = { ...ECMASCRIPT, special: POSIX.special };
/** Oniguruma with grok's named patterns. */
const GROK: RegexDialect = { ...RE2, word: '%{NOTSPACE}', anything: '%{DATA}' };
/** Shortest phrase that narrows a search. */
const LEAST_PHRASE = 3;

/**
 * Searches for the rows of a message in other tools, each as its documentation has it (see `docs/using.md`). Those with a
 * language of their own take the fixed phrases of the message, all of which must occur.
 */
export function toolSearches(pieces: readonly PatternPiece[]): ToolSearch[] {
	const phrases = phrasesOf(pieces);
	const re2 = patternOf(pieces, RE2);
	return [
		// With -e a pattern may begin with a hyphen.
		{ tool: 'grep', text: `grep -E -e ${inShell(patternOf(pieces, POSIX))} FILE` },
		{ tool: 'ripgrep', text: `rg -e ${inShell(re2)} FILE` },
		{ tool: 'JavaScript', text: `/${patternOf(pieces, ECMASCRIPT)}/` },
		{ tool: 'PCRE', text: re2 },
		{ tool: 'Grok', text: patternOf(pieces, GROK) },
		{ tool: 'Loki (LogQL)', text: `{job="NAME"} |~ ${inLogQl(re2)}` },
		{ tool: 'Datadog', text: phrases.map(inQuotes).join(' ') },
		{ tool: 'Splunk', text: `${phrases.map(inQuotes).join(' ')} | regex _raw=${inSpl(re2)}` },
		{ tool: 'Elasticsearch', text: inElasticsearch(phrases) }
	];
}

function phrasesOf(pieces: readonly PatternPiece[]): string[] {
	const whole = pieces.flatMap((piece, at) =>
		piece.kind === 'text' ? [wholeWords(piece.text, pieces[at - 1], pieces[at + 1])] : []
	);
	const telling = whole
		.map(oneLine)
		.filter((text) => text.length >= LEAST_PHRASE && HAS_LETTER.test(text));
	if (telling.length > 0) return telling;
	return pieces
		.flatMap((piece) => (piece.kind === 'text' ? [oneLine(piece.text)] : []))
		.filter(Boolean);
}

const HAS_LETTER = /\p{L}/u;
const oneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');

/**
 * Characters that may join what stands beside them to one word of an index (UAX #29, as Elasticsearch's standard analyzer
 * divides): of `node` before a number there is no such word, only `node17`.
 */
const JOINED = String.raw`[\p{L}\p{M}\p{N}_.,:;'’·-]+`;
const JOINED_START = new RegExp(`^${JOINED}`, 'u');
const JOINED_END = new RegExp(`${JOINED}$`, 'u');

/** A text without the parts of words that go on in a gap beside it. */
function wholeWords(
	text: string,
	before: PatternPiece | undefined,
	after: PatternPiece | undefined
): string {
	const start = before?.kind === 'gap' ? text.replace(JOINED_START, '') : text;
	return after?.kind === 'gap' ? start.replace(JOINED_END, '') : start;
}

const inShell = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
const inQuotes = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
/** In SPL a quoted text loses one of two backslashes, and none of a single one. */
const inSpl = (regex: string): string =>
	`"${regex.replace(/\\(.)|"/gu, (part, escaped) => (part === '"' ? '\\"' : escaped === '\\' ? '\\\\\\\\' : part))}"`;
/** Between backticks nothing is escaped, so a pattern with one is quoted. */
const inLogQl = (text: string): string => (text.includes('`') ? inQuotes(text) : `\`${text}\``);
const inElasticsearch = (phrases: readonly string[]): string =>
	JSON.stringify({
		query: { bool: { filter: phrases.map((message) => ({ match_phrase: { message } })) } }
	});
