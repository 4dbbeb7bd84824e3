import { withoutAnsi } from '../text/ansi';
import { MAX_CANONICAL_WORDS } from '../constants';
import { dateInWords } from './date-in-words';
import { foldCompound, isSeverityWord } from './fold-compound';
import { ALL_FOLDING, type Folding } from './folding-rules';
import { shapeOf } from './message-shape';

/** Version of the folding rules, raised whenever a text folds otherwise; a bundle says which one its head learned from. */
export const CANONICALISER_VERSION = 3;

const SPACE = 1;
const WORD = 2;
const JOINT = 4;

/** Class of each ASCII code: white space, word character, or a joint that may stand inside a compound (`10.0.0.1:80`). */
const CLASS = new Uint8Array(128);
// Control characters, NUL among them, say nothing: they separate like white space.
for (let code = 0; code <= 32; code++) CLASS[code] = SPACE;
CLASS[127] = SPACE;
for (const range of ['09', 'AZ', 'az', '__'])
	for (let code = range.charCodeAt(0); code <= range.charCodeAt(1); code++) CLASS[code] = WORD;
for (const joint of '.:-/@+%\\~$') CLASS[joint.charCodeAt(0)] = JOINT;

const classOf = (code: number): number => (code < 128 ? (CLASS[code] as number) : WORD);

const MONTH = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
/** A date, a time or both at the very start, as log writers put them before the message. */
const LEADING_TIME = new RegExp(
	`^[\\[(<]?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:` +
		`\\d{4}[-/.]\\d\\d[-/.]\\d\\d[T _-]?(?:\\d\\d[:.]\\d\\d[:.]\\d\\d[.,\\d]*)?(?:Z| ?[+-]\\d\\d:?\\d\\d)?|` +
		`\\d\\d[-/.](?:\\d\\d|${MONTH})[-/.]\\d{2,4}[: ]\\d\\d:\\d\\d:\\d\\d[.,\\d]*(?: [+-]\\d{4})?|` +
		`\\d\\d[-.]\\d\\d \\d\\d:\\d\\d:\\d\\d[.,\\d]*|` +
		`(?:${MONTH}) [ \\d]\\d (?:\\d\\d:\\d\\d:\\d\\d[.,\\d]*)?(?: \\d{4})?|` +
		`\\d\\d:\\d\\d:\\d\\d[.,\\d]*` +
		`)[\\])>]?[ :|-]*`
);
const CLASS_DIGIT = /[0-9]/;
/** A key whose value says what happened, at the end of a text: `reason=`, `newState: "`, `"cause":"`. */
const TELLING_KEY =
	/(?:reason|cause|state|status|result|outcome|event|alarm|(?<!std)err(?:or|no)?(?:_?code)?|(?<!de)fault)["']? ?[=:] ?["']?$/i;
/** An HTTP status, or its class in a text that was folded before. */
const STATUS = /^[1-5](?:\d\d|xx)$/;
const STATUS_WORD = /(?:HTTP["']? |(?<!exit )\bstatus(?:[_ ]?code)?["']?[:=]? ?["']?)$/i;
const KEY_LINE = /^\s*([A-Za-z][\w .()/-]{0,60}?):(?:\s|$)/;

/**
 * The canonical text of a message: what varies between occurrences of one log statement (numbers, ids, addresses, paths,
 * times, quoted names) is folded to a placeholder, the rest stays. It is a function of the message's shape alone, and
 * idempotent.
 *
 * @param message the raw message; only its first `MAX_CANONICAL_CHARS` characters count
 */
export const canonicalise = (message: string): string => canonicalOfShape(shapeOf(message));

/** The canonical text of every message of a shape. */
export const canonicalOfShape = (shape: string): string => standard.canonical(shape);

/** Passes after which folding has always settled: a fold may uncover another, such as a path that was cut in two. */
const MAX_PASSES = 12;
const MAX_SETTLED = 20_000;

/** Writes canonical texts by chosen folding rules. */
export class Canonicaliser {
	/** Texts that folding leaves as they are. Only saves work: rows are many, distinct texts few. */
	private readonly settled = new Set<string>();

	/** @param folding anything but `ALL_FOLDING` is for measuring what a rule does */
	constructor(private readonly folding: Folding) {}

	/** @param text a message's shape; with a rule left out the message itself, whose digits a shape does not have */
	canonical(text: string): string {
		let open = withoutAnsi(text);
		if (open.includes('\n') && this.folding['key block']) open = foldKeyBlock(open);
		return this.foldFully(this.folding['leading time'] ? stripLeadingTime(open) : open);
	}

	/**
	 * Folds until nothing changes any more, which makes the canonical text idempotent. Quotation marks in a row can pair up
	 * one by one, each pass the next pair; such a text does without them.
	 */
	private foldFully(text: string): string {
		return (
			this.settle(text) ??
			this.settle(text.replace(/["']/g, ' ')) ??
			this.settle(text.replace(/[^\p{L}]+/gu, ' ')) ??
			''
		);
	}

	/** @returns undefined where folding does not end */
	private settle(text: string): string | undefined {
		const { settled, folding } = this;
		let folded = foldText(text, folding);
		for (let pass = 1; pass < MAX_PASSES; pass++) {
			if (settled.has(folded)) return folded;
			const again = foldText(folded, folding);
			if (again === folded) {
				if (settled.size >= MAX_SETTLED) settled.clear();
				settled.add(folded);
				return folded;
			}
			folded = again;
		}
		return undefined;
	}
}

const standard = new Canonicaliser(ALL_FOLDING);

function stripLeadingTime(text: string): string {
	const match = LEADING_TIME.exec(text);
	return match && match[0].length < text.length ? text.slice(match[0].length) : text;
}

/** Keeps the keys of a block of `Key: value` lines (Windows events, dumps) and drops their values. */
function foldKeyBlock(text: string): string {
	const lines = text.split(/\r?\n/);
	const keys = lines.map((line, index) => (index === 0 ? null : KEY_LINE.exec(line)));
	const found = keys.filter((key) => key !== null).length;
	if (found < 3 || found * 2 < lines.length - 1) return text;
	return lines
		.map((line, index) => (index === 0 ? line : keys[index] ? `${keys[index][1]}:` : ''))
		.join(' ');
}

/** One pass over the characters; words and compounds go through `foldCompound`, the rest is copied. */
function foldText(text: string, folding: Folding): string {
	const out = new Emitter(folding['run of numbers']);
	const length = text.length;
	let at = 0;
	while (at < length && !out.full) {
		const code = text.charCodeAt(at);
		const kind = classOf(code);
		if (kind === SPACE) {
			out.space();
			at++;
		} else if (kind === WORD || startsPath(text, at, out)) {
			const dateEnd = folding.time && out.atWordStart ? dateInWords(text, at) : at;
			if (dateEnd > at) {
				out.word('time');
				at = dateEnd;
				continue;
			}
			let end = at + 1;
			while (end < length && classOf(text.charCodeAt(end)) & (WORD | JOINT)) end++;
			end = compoundEnd(text, at, end);
			const compound = text.slice(at, end);
			out.word(
				folding['HTTP status kept by class'] && STATUS.test(compound) && out.afterStatusWord
					? `${compound[0]}xx`
					: foldCompound(compound, out.afterEquals && !out.afterTellingKey, folding)
			);
			at = end;
		} else if (code === 34 || code === 39) at = foldQuoted(text, at, out, folding['quoted name']);
		else {
			if (!(folding.number && isNumberSign(text, at, out))) out.mark(text[at] as string);
			at++;
		}
	}
	return out.finish();
}

/** The `#` of `#12`, the minus or plus of `-12`: it belongs to the number. `1 - 2` and `--5` have none. */
function isNumberSign(text: string, at: number, out: Emitter): boolean {
	const code = text.charCodeAt(at);
	const next = text[at + 1] ?? '';
	if (code === 35) return CLASS_DIGIT.test(next);
	return (
		(code === 45 || code === 43) && out.atWordStart && (next === '#' || CLASS_DIGIT.test(next))
	);
}

/** `/var/log/x`, `C:\\x` is a word; here: a slash, backslash or tilde that opens a path rather than divides. */
function startsPath(text: string, at: number, out: Emitter): boolean {
	const code = text.charCodeAt(at);
	if (code !== 47 && code !== 92 && code !== 126) return false;
	const next = text.charCodeAt(at + 1);
	return out.atWordStart && (classOf(next) === WORD || next === 46 || next === 47 || next === 92);
}

/** A URL's query and a path's odd characters belong to it; sentence punctuation at the end does not. */
function compoundEnd(text: string, start: number, end: number): number {
	const scheme = text.indexOf('://', start);
	if (scheme !== -1 && scheme < end) {
		while (end < text.length && !isUrlEnd(text.charCodeAt(end))) end++;
	}
	while (end > start + 1 && isTrailing(text.charCodeAt(end - 1))) end--;
	return end;
}

const isUrlEnd = (code: number): boolean =>
	code <= 32 ||
	code === 34 ||
	code === 39 ||
	code === 60 ||
	code === 62 ||
	code === 41 ||
	code === 93 ||
	code === 125;
/** `.`, `:`, `-`, `/`, `\`, `+`, `~`, `@` */
const isTrailing = (code: number): boolean =>
	code === 46 ||
	code === 58 ||
	code === 45 ||
	code === 47 ||
	code === 92 ||
	code === 43 ||
	code === 126 ||
	code === 64;

/**
 * A quoted single word is a name and folds, unless it is a key (`"level":`) or says how bad things are. Longer quotations
 * are read like the rest. An apostrophe inside a word is no quote.
 */
function foldQuoted(text: string, at: number, out: Emitter, folds: boolean): number {
	const quote = text[at] as string;
	const close = folds && out.atWordStart ? text.indexOf(quote, at + 1) : -1;
	if (close === -1 || close - at > 200) {
		out.mark(quote);
		return at + 1;
	}
	const inner = text.slice(at + 1, close);
	const isKey = text[close + 1] === ':';
	if (inner === '' || isKey || isSeverityWord(inner) || /\s/.test(inner) || out.afterTellingKey) {
		out.mark(quote);
		return at + 1;
	}
	out.mark(`${quote}*${quote}`);
	return close + 1;
}

/** Collects the output: single spaces, runs of folded values as one, at most `MAX_CANONICAL_WORDS` words. */
class Emitter {
	private text = '';
	private words = 0;
	/** Length of `text` right after the last folded value, while only separators followed it. */
	private afterValue = -1;

	constructor(private readonly joinsNumbers: boolean) {}

	get full(): boolean {
		return this.words >= MAX_CANONICAL_WORDS;
	}

	/** Nothing, white space or an opening mark stands before: a new word begins here. */
	get atWordStart(): boolean {
		const { text } = this;
		if (text === '') return true;
		return ' ([{<="\',;|:>'.includes(text[text.length - 1] as string);
	}

	/** What comes next is an HTTP status: `HTTP" 404`, `status: 404`, `status_code=404`. */
	get afterStatusWord(): boolean {
		return STATUS_WORD.test(this.text.slice(-20));
	}

	/** What comes next is language although it stands where a name would: `reason=LINK_FAULT`. */
	get afterTellingKey(): boolean {
		return TELLING_KEY.test(this.text.slice(-16));
	}

	get afterEquals(): boolean {
		return this.text.endsWith('=');
	}

	space(): void {
		if (this.text === '' || this.text.endsWith(' ')) return;
		this.text += ' ';
	}

	mark(mark: string): void {
		if (this.afterValue !== -1 && !',;|'.includes(mark)) this.afterValue = -1;
		this.text += mark;
	}

	word(word: string): void {
		if (word === '#' && this.afterValue !== -1) {
			this.text = this.text.slice(0, this.afterValue);
			return;
		}
		this.text += word;
		this.words++;
		this.afterValue = word === '#' && this.joinsNumbers ? this.text.length : -1;
	}

	finish(): string {
		return this.text.trimEnd();
	}
}
