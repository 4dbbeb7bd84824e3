/**
 * The shape of a message of ASCII, as `ShapeWriter` in the core writes it: that class is the reference, says what the cases
 * mean, and is used for messages with other characters and where a browser has no SIMD.
 */
import { ALNUM, DIGIT, HEX_LETTER, isJoint, kinds, LETTER, opensValue } from './kinds';
import {
	BEYOND_ASCII,
	BLANK,
	COLON,
	COMMA,
	DASH,
	DOT,
	GREATER,
	LESS,
	LOWER_A,
	LOWER_X,
	NINE,
	ZERO
} from './bytes';
import { followsLevel, followsStatus } from './shape-words';

const UUID_BYTES: usize = 36;
const UUID: usize = memory.data<u8>([
	57, 57, 57, 57, 57, 57, 57, 57, 45, 57, 57, 57, 57, 45, 57, 57, 57, 57, 45, 57, 57, 57, 57, 45,
	57, 57, 57, 57, 57, 57, 57, 57, 57, 57, 57, 57
]);
const MIN_HEX_ID: usize = 6;
const LEADING_DATE: usize = 32;

/** The message, the first bytes of it that count. */
let start: usize = 0;
let end: usize = 0;
/** Where the next byte of the shape goes. */
let out: usize = 0;
/** Where the run of letters and digits that is being read starts, in the text and in the shape; 0 outside of one. */
let runStart: usize = 0;
let runOut: usize = 0;

/**
 * Writes a shape at `to`, which has room for the message, a UUID and sixteen bytes. Returns its bytes, or -1 when the message
 * has a byte beyond ASCII. `PADDING` bytes behind the message may be read.
 */
export function writeShape(from: usize, last: usize, to: usize): i32 {
	start = from;
	end = last;
	runStart = 0;
	let target = to;
	let at = from;
	while (at < last) {
		const bytes = v128.load(at);
		const same = min<i32>(bytesAsTheyAre(bytes), <i32>(last - at));
		if (same !== 0) {
			// What of the sixteen is more than that is written over by what follows.
			v128.store(target, bytes);
			followRun(at, target, bytes, same);
			at += same;
			target += same;
			if (same === 16 || at === last) continue;
		}
		const byte: u32 = load<u8>(at);
		if (byte >= BEYOND_ASCII) return -1;
		if (byte !== DASH) {
			if (runStart === 0) {
				runStart = at;
				runOut = target;
			}
			out = target;
			at = takeRun(at);
			target = out;
			continue;
		}
		if (runStart !== 0 && at - runStart === 8 && isUuid(runStart)) {
			memory.copy(runOut, UUID, UUID_BYTES);
			target = runOut + UUID_BYTES;
			at = runStart + UUID_BYTES;
		} else {
			store<u8>(target++, <u8>byte);
			at++;
		}
		runStart = 0;
	}
	return <i32>(target - to);
}

/** How many of sixteen bytes stand before the first digit, dash or byte beyond ASCII: only these are more than copied. */
function bytesAsTheyAre(bytes: v128): i32 {
	const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(<i8>ZERO)), i8x16.splat(10));
	const dashes = i8x16.eq(bytes, i8x16.splat(<i8>DASH));
	return ctz(i8x16.bitmask(v128.or(v128.or(digits, dashes), bytes)) | (1 << 16));
}

/** Where the run of letters is that the first bytes at `at` end with; they are no digits, and are written at `target`. */
function followRun(at: usize, target: usize, bytes: v128, count: i32): void {
	const lower = v128.or(bytes, i8x16.splat(32));
	const letters = i8x16.lt_u(i8x16.sub(lower, i8x16.splat(<i8>LOWER_A)), i8x16.splat(26));
	const others = ~i8x16.bitmask(letters) & ((1 << count) - 1);
	if (others !== 0) {
		const behind = 32 - clz(others);
		runStart = behind === count ? 0 : at + behind;
		runOut = target + behind;
	} else if (runStart === 0) {
		runStart = at;
		runOut = target;
	}
}

function kindAt(at: usize): u32 {
	return load<u8>(kinds + load<u8>(at));
}

/** A blank stands before the first and after the last byte. */
function byteAt(at: usize): u32 {
	return at >= start && at < end ? load<u8>(at) : BLANK;
}

function kindOf(byte: u32): u32 {
	return load<u8>(kinds + byte);
}

function put(byte: u32): void {
	store<u8>(out++, <u8>byte);
}

function takeRun(at: usize): usize {
	let found = DIGIT;
	for (let i = runStart; i < at; i++) found |= kindAt(i);
	let to = at + 1;
	for (; to < end; to++) {
		const kind = kindAt(to);
		if ((kind & ALNUM) === 0) break;
		found |= kind;
	}
	if (found === DIGIT) return takeNumber(at, to);
	if ((found & LETTER) === 0 && to - runStart >= MIN_HEX_ID) takeHexId(to);
	else if (isHexLiteral(to)) {
		put(ZERO);
		put(LOWER_X);
		put(NINE);
	} else if (isStatusClass(to)) copy(at, to);
	else putMixed(at, to);
	return to;
}

function takeHexId(to: usize): void {
	out = runOut;
	put(LOWER_A);
	for (let i: usize = 1; i < MIN_HEX_ID; i++) put(NINE);
	if (to - runStart !== 8) runStart = 0;
}

function isHexLiteral(to: usize): bool {
	if (to - runStart < 3 || load<u8>(runStart) !== ZERO) return false;
	if (((<u32>load<u8>(runStart + 1)) | 32) !== LOWER_X) return false;
	for (let i = runStart + 2; i < to; i++) if (kindAt(i) & LETTER) return false;
	return true;
}

function isStatusClass(to: usize): bool {
	return (
		to - runStart === 3 && load<u8>(runStart + 1) === LOWER_X && load<u8>(runStart + 2) === LOWER_X
	);
}

function putMixed(from: usize, to: usize): void {
	let at = from;
	while (at < to) {
		let runEnd = at;
		while (runEnd < to && kindAt(runEnd) === DIGIT) runEnd++;
		if (runEnd === at) put(load<u8>(at++));
		else {
			putDigits(runEnd - at);
			at = runEnd;
		}
	}
}

function takeNumber(at: usize, to: usize): usize {
	if (keepsMeaning(at, to)) return to;
	const quad = to - at <= 3 && byteAt(to) === DOT ? quadEnd(at) : 0;
	if (quad !== 0) {
		for (let part = 0; part < 4; part++) {
			if (part > 0) put(DOT);
			put(NINE);
		}
		return takePort(quad);
	}
	if (isAlone(at, to)) put(NINE);
	else putDigits(to - at);
	return to;
}

function keepsMeaning(at: usize, to: usize): bool {
	const size = to - at;
	if (size > 3) return false;
	if (at === start + 1 && byteAt(start) === LESS) return copy(at, to);
	const before = byteAt(at - 1);
	if (size === 1) {
		const byte = byteAt(at);
		const isZero = byte === ZERO && !isJoint(before) && !goesOn(to);
		if (isZero || (byte === ZERO && before === COLON)) return copy(at, to);
		return opensValue(before) && followsLevel(start, at) && copy(at, to);
	}
	if (size !== 3 || !opensValue(before) || !followsStatus(start, at)) return false;
	put(byteAt(at));
	put(NINE);
	put(NINE);
	return true;
}

function goesOn(to: usize): bool {
	return isJoint(byteAt(to)) && (kindOf(byteAt(to + 1)) & ALNUM) !== 0;
}

/** End of the address whose first part starts at `at`, or 0. */
function quadEnd(at: usize): usize {
	let to = at;
	for (let part = 0; part < 4; part++) {
		if (part > 0 && byteAt(to++) !== DOT) return 0;
		const from = to;
		while (isDigitAt(to)) to++;
		if (to === from || to - from > 3) return 0;
	}
	const after = byteAt(to);
	const isMore = (kindOf(after) & ALNUM) !== 0 || (after === DOT && isDigitAt(to + 1));
	return isMore ? 0 : to;
}

function takePort(at: usize): usize {
	if (byteAt(at) !== COLON || !isDigitAt(at + 1)) return at;
	let to = at + 1;
	while (isDigitAt(to)) to++;
	if (kindOf(byteAt(to)) & ALNUM) return at;
	put(COLON);
	put(NINE);
	return to;
}

function isAlone(at: usize, to: usize): bool {
	if (isJoint(byteAt(at - 1)) || isJoint(byteAt(to))) return false;
	return at - start >= LEADING_DATE || !startsWithName();
}

function startsWithName(): bool {
	const first = byteAt(start) === LESS ? afterPriority() : start;
	const opening = byteAt(first);
	const from = opening === 91 || opening === 40 || opening === LESS ? first + 1 : first;
	const after = byteAt(from + 3);
	return (after === BLANK || after === COMMA) && (kindOf(byteAt(from)) & ALNUM) > DIGIT;
}

/** @param from eight bytes of letters and digits, which a dash follows */
function isUuid(from: usize): bool {
	if (from + UUID_BYTES > end) return false;
	for (let i: usize = 0; i < UUID_BYTES; i++) {
		const isDash = i === 8 || i === 13 || i === 18 || i === 23;
		if (isDash ? load<u8>(from + i) !== DASH : (kindAt(from + i) & (DIGIT | HEX_LETTER)) === 0)
			return false;
	}
	return (kindOf(byteAt(from + UUID_BYTES)) & ALNUM) === 0;
}

function isDigitAt(at: usize): bool {
	return at < end && kindAt(at) === DIGIT;
}

function afterPriority(): usize {
	for (let at = start; at < end; at++) if (load<u8>(at) === GREATER) return at + 1;
	return start;
}

function putDigits(count: usize): void {
	const kept: usize = count === 3 ? 1 : min<usize>(count, 5);
	for (let i: usize = 0; i < kept; i++) put(NINE);
}

function copy(from: usize, to: usize): bool {
	memory.copy(out, from, to - from);
	out += to - from;
	return true;
}
