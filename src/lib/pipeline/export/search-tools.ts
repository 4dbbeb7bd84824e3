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
 * Searches for the rows of a message in other tools. Those with a language of their own take the fixed phrases of the
 * message, all of which must occur.
 */
export function toolSearches(pieces: readonly PatternPiece[]): ToolSearch[] {
	const phrases = phrasesOf(pieces);
	const re2 = patternOf(pieces, RE2);
	return [
		{ tool: 'grep', text: `grep -E ${inShell(patternOf(pieces, POSIX))} FILE` },
		{ tool: 'ripgrep', text: `rg ${inShell(re2)} FILE` },
		{ tool: 'JavaScript', text: `/${patternOf(pieces, ECMASCRIPT)}/` },
		{ tool: 'PCRE', text: re2 },
		{ tool: 'Grok', text: patternOf(pieces, GROK) },
		{ tool: 'Loki (LogQL)', text: `{job="NAME"} |~ ${inLogQl(re2)}` },
		{ tool: 'Datadog', text: phrases.map(inQuotes).join(' ') },
		{ tool: 'Splunk', text: `${phrases.map(inQuotes).join(' ')} | regex _raw=${inQuotes(re2)}` },
		{ tool: 'Elasticsearch', text: inElasticsearch(phrases) }
	];
}

function phrasesOf(pieces: readonly PatternPiece[]): string[] {
	const texts = pieces.flatMap((piece) =>
		piece.kind === 'text' ? [piece.text.trim().replace(/\s+/g, ' ')] : []
	);
	const telling = texts.filter((text) => text.length >= LEAST_PHRASE && /\p{L}/u.test(text));
	return telling.length > 0 ? telling : texts.filter(Boolean);
}

const inShell = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
const inQuotes = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
/** Between backticks nothing is escaped, so a pattern with one is quoted. */
const inLogQl = (text: string): string => (text.includes('`') ? inQuotes(text) : `\`${text}\``);
const inElasticsearch = (phrases: readonly string[]): string =>
	JSON.stringify({
		query: { bool: { filter: phrases.map((message) => ({ match_phrase: { message } })) } }
	});
