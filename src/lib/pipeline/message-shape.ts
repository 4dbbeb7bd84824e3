/**
 * The shape of a message: digits written alike wherever canonical text and severity cannot tell them apart. Both are
 * *defined* over the shape, so that rows of one shape share them exactly, and what follows from a shape is worked out once.
 * One pass over the character codes. Everything but digits, hexadecimal ids and UUIDs stays as it is. Kept of digits:
 * counts next to a joint that tell dates, times and addresses, the class of an HTTP status, a syslog priority, a numeric level,
 * and a single 0 ("0 errors").
 */
import { MAX_CANONICAL_CHARS } from './constants';

const ZERO = 48;
/** Stands for any digit; not 0, which means something. */
const NINE = 57;
const DASH = 45;
const DOT = 46;
const COLON = 58;
const LESS = 60;
const LOWER_X = 120;

const DIGIT = 1;
const HEX_LETTER = 2;
const LETTER = 4;
/** May join the parts of a date, a time, an address or a name. Everything beyond ASCII counts as one. */
const JOINT = 8;
const KIND = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
	const char = String.fromCharCode(code);
	if (/\d/.test(char)) KIND[code] = DIGIT;
	else if (/[a-f]/i.test(char)) KIND[code] = HEX_LETTER;
	else if (/[a-z]/i.test(char)) KIND[code] = LETTER;
	else if ('.:-/_,+@%$~\\'.includes(char)) KIND[code] = JOINT;
}
const ALNUM = DIGIT | HEX_LETTER | LETTER;
const kindOf = (code: number): number => (code < 128 ? (KIND[code] as number) : JOINT);

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
	/** UTF-16 units of the shape; the first `length` count. */
	readonly codes = new Uint16Array(MAX_CANONICAL_CHARS + UUID.length);
	length = 0;
	/** Of the shape, 32 bits (FNV-1a over UTF-16 units). */
	hash = 0;
	private text = '';
	private end = 0;
	/** Where the run of letters and digits that is being read starts, in the text and in the shape; -1 outside of one. */
	private runStart = -1;
	private runOut = 0;

	/** Writes the shape of a message, of which only the first `MAX_CANONICAL_CHARS` units count. */
	write(text: string): void {
		const { codes } = this;
		this.text = text;
		this.end = Math.min(text.length, MAX_CANONICAL_CHARS);
		this.length = 0;
		this.runStart = -1;
		const { end } = this;
		for (let at = 0; at < end;) {
			const code = text.charCodeAt(at);
			const kind = kindOf(code);
			if ((kind & ALNUM) === 0) {
				if (code === DASH && this.runStart === at - 8 && at >= 8 && this.isUuid(at - 8)) {
					this.length = this.runOut;
					this.putAll(UUID);
					at = this.runStart + UUID.length;
				} else {
					codes[this.length++] = code;
					at++;
				}
				this.runStart = -1;
				continue;
			}
			if (this.runStart === -1) {
				this.runStart = at;
				this.runOut = this.length;
			}
			if (kind === DIGIT) at = this.takeRun(at);
			else {
				codes[this.length++] = code;
				at++;
			}
		}
		this.hash = hashOf(codes, this.length);
	}

	/** The shape as text. */
	toString(): string {
		return String.fromCharCode.apply(null, this.codes.subarray(0, this.length) as never);
	}

	/** The run of letters and digits whose first digit is at `at`. Returns where it ends. */
	private takeRun(at: number): number {
		const { text, end, runStart } = this;
		let to = at + 1;
		let kinds = DIGIT;
		for (let i = runStart; i < at; i++) kinds |= kindOf(text.charCodeAt(i));
		for (; to < end; to++) {
			const kind = kindOf(text.charCodeAt(to));
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
		const { text, runStart } = this;
		if (to - runStart < 3 || text.charCodeAt(runStart) !== ZERO) return false;
		if ((text.charCodeAt(runStart + 1) | 32) !== LOWER_X) return false;
		for (let i = runStart + 2; i < to; i++) if (kindOf(text.charCodeAt(i)) & LETTER) return false;
		return true;
	}

	/** `4xx`, as the canonical text writes a status. */
	private isStatusClass(to: number): boolean {
		const { text, runStart } = this;
		return (
			to - runStart === 3 &&
			text.charCodeAt(runStart + 1) === LOWER_X &&
			text.charCodeAt(runStart + 2) === LOWER_X
		);
	}

	/** Digits among letters: `node42`, `153ms`, `02T10`. */
	private putMixed(from: number, to: number): void {
		const { text } = this;
		for (let at = from; at < to;) {
			const code = text.charCodeAt(at);
			let runEnd = at;
			while (runEnd < to && kindOf(text.charCodeAt(runEnd)) === DIGIT) runEnd++;
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
		if (at === 1 && this.charAt(0) === LESS) return this.copy(at, to);
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
	private follows(at: number, reach: number, words: readonly RegExp[]): boolean {
		const before = this.text.slice(Math.max(0, at - reach), at);
		return words.some((word) => word.test(before));
	}

	/** End of the address whose first part starts at `at`, or 0. */
	private quadEnd(at: number): number {
		let to = at;
		for (let part = 0; part < 4; part++) {
			if (part > 0 && this.charAt(to++) !== DOT) return 0;
			const from = to;
			while (to < this.end && kindOf(this.text.charCodeAt(to)) === DIGIT) to++;
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
		return at >= LEADING_DATE || !this.startsWithName();
	}

	/** A name of three letters, such as a month's or a day's. */
	private startsWithName(): boolean {
		const first = this.charAt(0) === LESS ? this.text.indexOf('>') + 1 : 0;
		const opening = this.charAt(first);
		const from = opening === 91 || opening === 40 || opening === LESS ? first + 1 : first;
		const after = this.charAt(from + 3);
		return (after === 32 || after === 44) && (kindOf(this.charAt(from)) & ALNUM) > DIGIT;
	}

	private isUuid(from: number): boolean {
		if (from + UUID.length > this.end) return false;
		let at = from;
		for (const [index, size] of UUID_GROUPS.entries()) {
			if (index > 0 && this.text.charCodeAt(at++) !== DASH) return false;
			for (const to = at + size; at < to; at++)
				if ((kindOf(this.text.charCodeAt(at)) & (DIGIT | HEX_LETTER)) === 0) return false;
		}
		return (kindOf(this.charAt(at)) & ALNUM) === 0;
	}

	private isDigitAt(at: number): boolean {
		return at < this.end && kindOf(this.text.charCodeAt(at)) === DIGIT;
	}

	/** A blank stands before the first and after the last character. */
	private charAt(at: number): number {
		return at >= 0 && at < this.end ? this.text.charCodeAt(at) : 32;
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
		for (let at = from; at < to; at++) this.codes[this.length++] = this.text.charCodeAt(at);
		return true;
	}
}

const STATUS_WORDS = [/http/i, /status/i];
const LEVEL_WORDS = [/level|lvl|severity/i];
const isJoint = (code: number): boolean => (kindOf(code) & JOINT) !== 0;
/** A blank, a quote, `=` or `:` */
const opensValue = (code: number): boolean =>
	code === 32 || code === 34 || code === 39 || code === 61 || code === COLON || code === 9;
/** `errors:0` */
const isZeroValue = (code: number, before: number): boolean => code === ZERO && before === COLON;

function hashOf(codes: Uint16Array, length: number): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < length; i++) hash = Math.imul(hash ^ (codes[i] as number), 0x01000193);
	return hash;
}

const writer = new ShapeWriter();

/** The shape of a message as text. */
export function shapeOf(message: string): string {
	writer.write(message);
	return writer.toString();
}
