/** Bytes that mean something in logs and tables, and finding them sixteen at a time. */

export const TAB: u32 = 9;
export const LF: u32 = 10;
export const CR: u32 = 13;
export const BLANK: u32 = 32;
export const QUOTE: u32 = 34;
export const APOSTROPHE: u32 = 39;
export const COMMA: u32 = 44;
export const DASH: u32 = 45;
export const DOT: u32 = 46;
export const ZERO: u32 = 48;
export const NINE: u32 = 57;
export const COLON: u32 = 58;
export const LESS: u32 = 60;
export const EQUAL: u32 = 61;
export const GREATER: u32 = 62;
export const LOWER_A: u32 = 97;
export const LOWER_X: u32 = 120;
/** The first byte that is no character of ASCII. */
export const BEYOND_ASCII: u32 = 0x80;

/** Bytes behind a text that may be read with it, whatever they are. */
export const PADDING = 16;

/**
 * Where the first byte stands that is one of three; `end` where there is none.
 * @param at bytes up to `end + PADDING` may be read
 */
export function firstOf(at: usize, end: usize, a: v128, b: v128, c: v128): usize {
	while (at < end) {
		const bytes = v128.load(at);
		const found = v128.or(v128.or(i8x16.eq(bytes, a), i8x16.eq(bytes, b)), i8x16.eq(bytes, c));
		const mask = i8x16.bitmask(found);
		if (mask !== 0) return min(at + ctz(mask), end);
		at += 16;
	}
	return end;
}

/** Line feeds and carriage returns in `[at, end)`. */
export function lineBreaks(at: usize, end: usize): i32 {
	const lf = i8x16.splat(<i8>LF);
	const cr = i8x16.splat(<i8>CR);
	let count = 0;
	for (; at + 16 <= end; at += 16) {
		const bytes = v128.load(at);
		count += popcnt(i8x16.bitmask(v128.or(i8x16.eq(bytes, lf), i8x16.eq(bytes, cr))));
	}
	for (; at < end; at++) {
		const byte: u32 = load<u8>(at);
		if (byte === LF || byte === CR) count++;
	}
	return count;
}

/** Where the first byte beyond ASCII stands; `end` where there is none. */
export function firstBeyondAscii(at: usize, end: usize): usize {
	for (; at + 16 <= end; at += 16) {
		const mask = i8x16.bitmask(v128.load(at));
		if (mask !== 0) return at + ctz(mask);
	}
	for (; at < end; at++) if (load<u8>(at) >= 0x80) return at;
	return end;
}
