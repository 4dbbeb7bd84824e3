/** UTF-8 as the Encoding Standard defines it (https://encoding.spec.whatwg.org/#utf-8-decoder). */

/** Four bytes at a time: those beyond ASCII have their highest bit set. */
const BEYOND_ASCII = 0x80808080;

/** Offset of the first byte beyond ASCII from an offset on; the length when there is none. */
export function beyondAscii(bytes: Uint8Array, from = 0): number {
	const { length } = bytes;
	let at = from;
	while (at < length && (bytes.byteOffset + at) % 4 !== 0) {
		if ((bytes[at] as number) >= 0x80) return at;
		at++;
	}
	if (at === length) return length;
	const words = new Uint32Array(bytes.buffer, bytes.byteOffset + at, (length - at) >> 2);
	let word = 0;
	while (word < words.length && ((words[word] as number) & BEYOND_ASCII) === 0) word++;
	for (at += word * 4; at < length; at++) if ((bytes[at] as number) >= 0x80) return at;
	return length;
}

/** Whether each of the bytes is one ASCII character. */
export const isAscii = (bytes: Uint8Array): boolean => beyondAscii(bytes) === bytes.length;

/**
 * How far the bytes are whole characters: less than their length when the end cuts one.
 * @returns -1 when they are no UTF-8
 */
export function wholeUtf8(bytes: Uint8Array): number {
	const { length } = bytes;
	let at = beyondAscii(bytes);
	while (at < length) {
		const lead = bytes[at] as number;
		const size = sizeOf(lead);
		if (size === 0) return -1;
		for (let next = 1; next < size; next++) {
			if (at + next === length) return at;
			const byte = bytes[at + next] as number;
			const [least, most] = next === 1 ? secondOf(lead) : CONTINUATION;
			if (byte < least || byte > most) return -1;
		}
		at += size;
		// Such characters come in groups.
		if (at < length && (bytes[at] as number) < 0x80) at = beyondAscii(bytes, at);
	}
	return length;
}

/** How far no character is cut by the end, in bytes that need be no UTF-8. */
export function uncutUtf8(bytes: Uint8Array): number {
	const { length } = bytes;
	for (let at = length - 1; at >= Math.max(0, length - 3); at--) {
		const byte = bytes[at] as number;
		if (byte >= 0x80 && byte < 0xc0) continue;
		return wholeUtf8(bytes.subarray(at)) === 0 ? at : length;
	}
	return length;
}

/** UTF-16 units of whole characters: one beyond U+FFFF, of four bytes, has two. */
export function unitsOfUtf8(bytes: Uint8Array, start: number, end: number): number {
	let units = 0;
	for (let at = start; at < end; at++) {
		const byte = bytes[at] as number;
		if (byte < 0x80 || byte >= 0xc0) units += byte >= 0xf0 ? 2 : 1;
	}
	return units;
}

const CONTINUATION = [0x80, 0xbf] as const;

/** Bytes of a character by its first one; 0 for none. */
function sizeOf(lead: number): number {
	if (lead < 0x80) return 1;
	if (lead < 0xc2 || lead > 0xf4) return 0;
	return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** Bounds of the second byte: no longer form than needed, no surrogate, nothing beyond U+10FFFF. */
function secondOf(lead: number): readonly [number, number] {
	if (lead === 0xe0) return [0xa0, 0xbf];
	if (lead === 0xed) return [0x80, 0x9f];
	if (lead === 0xf0) return [0x90, 0xbf];
	if (lead === 0xf4) return [0x80, 0x8f];
	return CONTINUATION;
}
