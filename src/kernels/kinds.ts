/** Kinds of bytes as the shape of a message tells them apart, as `unit-kinds.ts` in the core has them. */
import {
	APOSTROPHE,
	BEYOND_ASCII,
	BLANK,
	COLON,
	EQUAL,
	LOWER_A,
	NINE,
	QUOTE,
	TAB,
	ZERO
} from './bytes';

export const DIGIT: u32 = 1;
export const HEX_LETTER: u32 = 2;
export const LETTER: u32 = 4;
const JOINT: u32 = 8;
export const ALNUM: u32 = DIGIT | HEX_LETTER | LETTER;

/** `.:-/_,+@%$~\` */
const joints: usize = memory.data<u8>([46, 58, 45, 47, 95, 44, 43, 64, 37, 36, 126, 92]);
const JOINTS_BYTES: usize = 12;
/** What each byte is. */
export const kinds: usize = memory.data(256);
for (let byte: u32 = 0; byte < 256; byte++) store<u8>(kinds + byte, kindFor(byte));

function kindFor(byte: u32): u8 {
	if (byte >= BEYOND_ASCII) return 0;
	if (byte >= ZERO && byte <= NINE) return <u8>DIGIT;
	const lower = byte | 32;
	if (lower >= LOWER_A && lower <= LOWER_A + 5) return <u8>HEX_LETTER;
	if (lower >= LOWER_A && lower <= LOWER_A + 25) return <u8>LETTER;
	for (let at: usize = 0; at < JOINTS_BYTES; at++)
		if (load<u8>(joints + at) === byte) return <u8>JOINT;
	return 0;
}

export function isJoint(byte: u32): bool {
	return (load<u8>(kinds + byte) & JOINT) !== 0;
}

export function opensValue(byte: u32): bool {
	return (
		byte === BLANK ||
		byte === QUOTE ||
		byte === APOSTROPHE ||
		byte === EQUAL ||
		byte === COLON ||
		byte === TAB
	);
}
