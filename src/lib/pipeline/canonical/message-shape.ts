/**
 * The shape of a message: digits written alike wherever canonical text and severity cannot tell them apart. Both are
 * *defined* over the shape, so that rows of one shape share them exactly, and what follows from a shape is worked out once.
 * One pass over the character codes. Everything but digits, hexadecimal ids and UUIDs stays as it is. Kept of digits:
 * counts next to a joint that tell dates, times and addresses, the class of an HTTP status, a syslog priority, a numeric level,
 * and a single 0 ("0 errors"). `NINE` stands for any other digit.
 */
import { MAX_CANONICAL_CHARS } from '../constants';
import { SpanOfText, textOfSpan, type Units, type UnitSpan } from '../text/text-units';
import { ALNUM, DIGIT, HEX_LETTER, JOINT, kindOf, LETTER } from '../text/unit-kinds';
import { COLON, DASH, DOT, GREATER, LESS, LOWER_X, NINE, ZERO } from '../text/char-codes';

const codesOf = (text: string): number[] => Array.from(text, (char) => char.charCodeAt(0));
const UUID = codesOf('99999999-9999-9999-9999-999999999999');
const UUID_GROUPS = [8, 4, 4, 4, 12];
/** An id: letters and digits, long enough for the canonical text to take it for one. */
const HEX_ID = codesOf('a99999');
const MIN_HEX_ID = HEX_ID.length;
const QUAD = codesOf('9.9.9.9');

/** Longest date and time that may stand before a message: numbers in it are parts of a date although blanks part them. */
const LEADING_DATE = 32;
/** Characters before a number among which the word stands that makes it a status or a level. */
const WORD_BEFORE_STATUS = 20;
const WORD_BEFORE_LEVEL = 14;

/** Writes shapes into one buffer, which is used again for the next message. */
export class ShapeWriter {
	private readonly codes = new Uint16Array(MAX_CANONICAL_CHARS + UUID.length);
	/** Units of the shape so far. */
	private length = 0;
	private readonly shape: UnitSpan = { units: this.codes, start: 0, end: 0 };
	private units: Units = this.codes;
	private start = 0;
	private end = 0;
	/** Where the run of letters and digits that is being read starts, in the text and in the shape; -1 outside of one. */
	private runStart = -1;
	private runOut = 0;

	/** The shape of a message, of which only the first `MAX_CANONICAL_CHARS` units count. Overwritten by the next one. */
	write({ units, start, end: last }: UnitSpan): UnitSpan {
		const { codes } = this;
		const end = Math.min(last, start + MAX_CANONICAL_CHARS);
		this.units = units;
		this.start = start;
		this.end = end;
		this.runStart = -1;
		// Most characters are written as they are: a local variable counts them.
		let length = 0;
		for (let at = start; at < end;) {
			const code = units[at] as number;
			const kind = kindOf(code);
			if ((kind & ALNUM) === 0) {
				if (code === DASH && this.isUuid(this.runStart, at)) {
					this.length = this.runOut;
					this.putAll(UUID);
					length = this.length;
					at = this.runStart + UUID.length;
				} else {
					codes[length++] = code;
					at++;
				}
				this.runStart = -1;
				continue;
			}
			if (this.runStart === -1) {
				this.runStart = at;
				this.runOut = length;
			}
			if (kind === DIGIT) {
				this.length = length;
				at = this.takeRun(at);
				length = this.length;
			} else {
				codes[length++] = code;
				at++;
			}
		}
		this.shape.end = this.length = length;
		return this.shape;
	}

	/** The run of letters and digits whose first digit is at `at`. Returns where it ends. */
	private takeRun(at: number): number {
		const { units, end, runStart } = this;
		let to = at + 1;
		let kinds = DIGIT;
		for (let i = runStart; i < at; i++) kinds |= kindOf(units[i] as number);
		for (; to < end; to++) {
			const kind = kindOf(units[to] as number);
			if ((kind & ALNUM) === 0) break;
			kinds |= kind;
		}
		if (kinds === DIGIT) return this.takeNumber(at, to);
		if ((kinds & LETTER) === 0 && to - runStart >= MIN_HEX_ID) this.takeHexId(to);
		else if (this.isHexLiteral(to)) this.putAll([ZERO, LOWER_X, NINE]);
		else if (this.isStatusClass(to)) this.copy(at, to);
		else this.putMixed(at, to);
		return to;
	}

	/** An id such as `3f9a1c77`; one that a dash follows may be the start of a UUID, which is looked at there. */
	private takeHexId(to: number): void {
		this.length = this.runOut;
		this.putAll(HEX_ID);
		// Kept as the start of the run, so that the dash after it finds the eight characters.
		if (to - this.runStart !== 8) this.runStart = -1;
	}

	private isHexLiteral(to: number): boolean {
		const { units, runStart } = this;
		if (to - runStart < 3 || units[runStart] !== ZERO) return false;
		if (((units[runStart + 1] as number) | 32) !== LOWER_X) return false;
		for (let i = runStart + 2; i < to; i++) if (kindOf(units[i] as number) & LETTER) return false;
		return true;
	}

	/** `4xx`, as the canonical text writes a status. */
	private isStatusClass(to: number): boolean {
		const { units, runStart } = this;
		return (
			to - runStart === 3 && units[runStart + 1] === LOWER_X && units[runStart + 2] === LOWER_X
		);
	}

	/** Digits among letters: `node42`, `153ms`, `02T10`. */
	private putMixed(from: number, to: number): void {
		const { units } = this;
		for (let at = from; at < to;) {
			const code = units[at] as number;
			let runEnd = at;
			while (runEnd < to && kindOf(units[runEnd] as number) === DIGIT) runEnd++;
			if (runEnd === at) {
				this.codes[this.length++] = code;
				at++;
			} else {
				this.putDigits(runEnd - at);
				at = runEnd;
			}
		}
	}

	/** Digits `[at, to)` without letters beside them, and what belongs to them. Returns where reading goes on. */
	private takeNumber(at: number, to: number): number {
		if (this.keepsMeaning(at, to)) return to;
		const quad = to - at <= 3 && this.charAt(to) === DOT ? this.quadEnd(at) : 0;
		if (quad > 0) {
			this.putAll(QUAD);
			return this.takePort(quad);
		}
		if (this.isAlone(at, to)) this.codes[this.length++] = NINE;
		else this.putDigits(to - at);
		return to;
	}

	/** A syslog priority, a 0, a numeric level, the class of a status: writes it and returns true. */
	private keepsMeaning(at: number, to: number): boolean {
		const size = to - at;
		if (size > 3) return false;
		if (at === this.start + 1 && this.charAt(this.start) === LESS) return this.copy(at, to);
		const before = this.charAt(at - 1);
		if (size === 1) {
			const isZero = this.charAt(at) === ZERO && !isJoint(before) && !this.goesOn(to);
			const isLevel = opensValue(before) && this.follows(at, WORD_BEFORE_LEVEL, LEVEL_WORDS);
			return (isZero || isZeroValue(this.charAt(at), before) || isLevel) && this.copy(at, to);
		}
		if (size !== 3 || !opensValue(before) || !this.follows(at, WORD_BEFORE_STATUS, STATUS_WORDS))
			return false;
		this.copy(at, at + 1);
		this.codes[this.length++] = NINE;
		this.codes[this.length++] = NINE;
		return true;
	}

	/** A joint and a further part follow: `0.5`, not the `0,` of a list. */
	private goesOn(to: number): boolean {
		return isJoint(this.charAt(to)) && (kindOf(this.charAt(to + 1)) & ALNUM) !== 0;
	}

	/** One of the words stands within the last `reach` characters before `at`. */
	private follows(at: number, reach: number, words: readonly (readonly number[])[]): boolean {
		const from = Math.max(this.start, at - reach);
		return words.some((word) => this.holdsWord(word, from, at));
	}

	/** @param word lower-case letters; the text's may be of either case */
	private holdsWord(word: readonly number[], from: number, to: number): boolean {
		const { units } = this;
		for (let at = from; at + word.length <= to; at++) {
			let same = 0;
			while (same < word.length && ((units[at + same] as number) | 32) === word[same]) same++;
			if (same === word.length) return true;
		}
		return false;
	}

	/** End of the address whose first part starts at `at`, or 0. */
	private quadEnd(at: number): number {
		let to = at;
		for (let part = 0; part < 4; part++) {
			if (part > 0 && this.charAt(to++) !== DOT) return 0;
			const from = to;
			while (to < this.end && kindOf(this.units[to] as number) === DIGIT) to++;
			if (to === from || to - from > 3) return 0;
		}
		const after = this.charAt(to);
		const goesOn = (kindOf(after) & ALNUM) !== 0 || (after === DOT && this.isDigitAt(to + 1));
		return goesOn ? 0 : to;
	}

	/** The port after an address. */
	private takePort(at: number): number {
		if (this.charAt(at) !== COLON || !this.isDigitAt(at + 1)) return at;
		let to = at + 1;
		while (this.isDigitAt(to)) to++;
		if (kindOf(this.charAt(to)) & ALNUM) return at;
		this.codes[this.length++] = COLON;
		this.codes[this.length++] = NINE;
		return to;
	}

	/** Neither part of a date, a time or a compound, nor of a date with blanks at the start. */
	private isAlone(at: number, to: number): boolean {
		if (isJoint(this.charAt(at - 1)) || isJoint(this.charAt(to))) return false;
		return at - this.start >= LEADING_DATE || !this.startsWithName();
	}

	/** A name of three letters, such as a month's or a day's. */
	private startsWithName(): boolean {
		const { start } = this;
		const first = this.charAt(start) === LESS ? this.afterPriority() : start;
		const opening = this.charAt(first);
		const from = opening === 91 || opening === 40 || opening === LESS ? first + 1 : first;
		const after = this.charAt(from + 3);
		return (after === 32 || after === 44) && (kindOf(this.charAt(from)) & ALNUM) > DIGIT;
	}

	/** @param dash where the dash behind the first group would be */
	private isUuid(from: number, dash: number): boolean {
		if (from < 0 || from !== dash - 8 || from + UUID.length > this.end) return false;
		let at = from;
		for (const [index, size] of UUID_GROUPS.entries()) {
			if (index > 0 && this.units[at++] !== DASH) return false;
			for (const to = at + size; at < to; at++)
				if ((kindOf(this.units[at] as number) & (DIGIT | HEX_LETTER)) === 0) return false;
		}
		return (kindOf(this.charAt(at)) & ALNUM) === 0;
	}

	private isDigitAt(at: number): boolean {
		return at < this.end && kindOf(this.units[at] as number) === DIGIT;
	}

	/** Where the text behind `<13>` starts, or its start when nothing closes. */
	private afterPriority(): number {
		for (let at = this.start; at < this.end; at++) if (this.units[at] === GREATER) return at + 1;
		return this.start;
	}

	/** A blank stands before the first and after the last character. */
	private charAt(at: number): number {
		return at >= this.start && at < this.end ? (this.units[at] as number) : 32;
	}

	/** Two and four digits may be parts of a date, and five or more are not part of an address; other counts are alike. */
	private putDigits(count: number): void {
		const kept = count === 3 ? 1 : Math.min(count, 5);
		for (let i = 0; i < kept; i++) this.codes[this.length++] = NINE;
	}

	private putAll(codes: readonly number[]): void {
		for (let i = 0; i < codes.length; i++) this.codes[this.length++] = codes[i] as number;
	}

	private copy(from: number, to: number): true {
		for (let at = from; at < to; at++) this.codes[this.length++] = this.units[at] as number;
		return true;
	}
}

const STATUS_WORDS = ['http', 'status'].map(codesOf);
const LEVEL_WORDS = ['level', 'lvl', 'severity'].map(codesOf);
const isJoint = (code: number): boolean => (kindOf(code) & JOINT) !== 0;
/** A blank, a quote, `=` or `:` */
const opensValue = (code: number): boolean =>
	code === 32 || code === 34 || code === 39 || code === 61 || code === COLON || code === 9;
/** `errors:0` */
const isZeroValue = (code: number, before: number): boolean => code === ZERO && before === COLON;

const writer = new ShapeWriter();
const span = new SpanOfText();

/** The shape of a message as text. */
export const shapeOf = (message: string): string =>
	textOfSpan(writer.write(span.of(message, MAX_CANONICAL_CHARS)));
