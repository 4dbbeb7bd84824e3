import { variableParts } from '../canonical/align-template';

/** A stretch of a message that all its rows share, or a gap where their values differ. */
export type PatternPiece =
	| { kind: 'text'; text: string }
	/** `word`: one value without white space; else anything. */
	| { kind: 'gap'; word: boolean };

/** What finds the rows of one message in other tools. */
export interface SearchPattern {
	pieces: PatternPiece[];
	/** Rows of the message that were tried, and how many it finds. */
	own: { tried: number; found: number };
	/** Rows of other messages that were tried, and how many it finds by mistake. */
	others: { tried: number; found: number };
}

/** Longest head of a message that a pattern spells out. */
const MAX_PATTERN_CHARS = 300;
/** Shortest text that says anything by itself. */
const LEAST_TEXT = 3;

/**
 * Finds what the rows of a message have in common, and tries it. Three patterns are tried, from the most exact to the
 * loosest; the first that finds all rows of the message is taken.
 *
 * @param canonical text of the message
 * @param own messages of some of its rows, at least one
 * @param others messages of rows of other messages
 */
export function searchPattern(
	canonical: string,
	own: readonly string[],
	others: readonly string[]
): SearchPattern {
	const lines = own.map(firstLine);
	const strangers = others.map(firstLine);
	const first = lines[0] ?? '';
	const exact = exactPieces(first, canonical);
	const candidates = [exact, sharedWords(exact, lines), longest(exact)];
	const tried = candidates.map((pieces): SearchPattern => {
		const expression = new RegExp(patternOf(pieces, ECMASCRIPT));
		const found = (texts: readonly string[]) => ({
			tried: texts.length,
			found: texts.filter((text) => expression.test(text)).length
		});
		return { pieces, own: found(lines), others: found(strangers) };
	});
	const complete = tried.find(({ own: { tried, found } }) => tried === found);
	return complete ?? (tried[0] as SearchPattern);
}

/** Other tools look at single lines. */
const firstLine = (message: string): string =>
	(/^[^\r\n]*/.exec(message.trim())?.[0] ?? '').slice(0, MAX_PATTERN_CHARS * 4);

function exactPieces(message: string, canonical: string): PatternPiece[] {
	// A cut word is none that other tools know.
	const isLong = message.length > MAX_PATTERN_CHARS;
	const text = isLong ? message.slice(0, MAX_PATTERN_CHARS).replace(/\S+$/, '') : message;
	const pieces: PatternPiece[] = [];
	let at = 0;
	for (const { start, end } of variableParts(text, canonical)) {
		if (start < at) continue;
		pieces.push({ kind: 'text', text: text.slice(at, start) });
		pieces.push({ kind: 'gap', word: !/\s/.test(text.slice(start, end)) });
		at = end;
	}
	pieces.push({ kind: 'text', text: text.slice(at) });
	return trimmed(pieces);
}

/** Only the texts that every line has, one after the other; anything may stand between them. */
function sharedWords(pieces: readonly PatternPiece[], lines: readonly string[]): PatternPiece[] {
	const ends = lines.map(() => 0);
	const shared: PatternPiece[] = [];
	for (const piece of pieces) {
		if (piece.kind === 'gap') continue;
		const text = piece.text.trim();
		if (text.length < LEAST_TEXT) continue;
		const places = lines.map((line, at) => line.indexOf(text, ends[at] as number));
		if (places.some((place) => place < 0)) continue;
		places.forEach((place, at) => (ends[at] = place + text.length));
		shared.push({ kind: 'gap', word: false }, { kind: 'text', text });
	}
	return trimmed(shared);
}

function longest(pieces: readonly PatternPiece[]): PatternPiece[] {
	const texts = pieces.flatMap((piece) => (piece.kind === 'text' ? [piece] : []));
	const best = texts.reduce(
		(most, piece) => (piece.text.trim().length > most.text.trim().length ? piece : most),
		{ kind: 'text' as const, text: '' }
	);
	return [{ kind: 'text', text: best.text.trim() }];
}

/** Gaps at the ends, empty texts and gaps beside gaps say nothing. */
function trimmed(pieces: readonly PatternPiece[]): PatternPiece[] {
	const kept: PatternPiece[] = [];
	for (const piece of pieces) {
		if (piece.kind === 'text' && piece.text === '') continue;
		const last = kept.at(-1);
		if (piece.kind === 'gap' && (!last || last.kind === 'gap')) {
			if (last && !piece.word) kept[kept.length - 1] = piece;
			continue;
		}
		kept.push(piece);
	}
	if (kept.at(-1)?.kind === 'gap') kept.pop();
	return kept;
}

/** How a tool's regular expressions write what a pattern needs. */
export interface RegexDialect {
	/** Characters that stand for themselves only after a backslash. */
	special: RegExp;
	space: string;
	word: string;
	anything: string;
}

export const ECMASCRIPT: RegexDialect = {
	special: /[\\^$.*+?()[\]{}|/]/g,
	space: '\\s+',
	word: '\\S+',
	anything: '.*'
};

/** White space that `\s` means in every tool: RE2 and PCRE know no other, and RE2 no vertical tab. */
const BLANKS = /[ \t\n\f\r]+/g;

/** A pattern in a tool's regular expressions. */
export const patternOf = (pieces: readonly PatternPiece[], dialect: RegexDialect): string =>
	pieces
		.map((piece) => {
			if (piece.kind === 'gap') return piece.word ? dialect.word : dialect.anything;
			return piece.text.replace(dialect.special, '\\$&').replace(BLANKS, () => dialect.space);
		})
		.join('');
