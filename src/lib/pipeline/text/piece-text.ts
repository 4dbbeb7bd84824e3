import { beyondAscii, unitsOfUtf8 } from './utf8';

/**
 * Text of an input: a string or valid UTF-8, as it was read. Bytes need not be decoded, and cost nothing to hand from one
 * thread to another. Offsets into a string count UTF-16 units, into bytes bytes.
 */
export type PieceText = string | Uint8Array<ArrayBuffer>;

/** A mark at the start of a part of a text is part of it. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export const stringOf = (text: PieceText): string =>
	typeof text === 'string' ? text : decodedParts(text).join('');

/** Bytes of ASCII that are worth a call of the decoder: browsers decode nothing else as fast. */
const LONG_ASCII = 512;

/** Long parts of nothing but ASCII, and what stands between them. */
function decodedParts(bytes: Uint8Array<ArrayBuffer>): string[] {
	const parts: string[] = [];
	let from = 0;
	let ascii = 0;
	while (ascii < bytes.length) {
		const end = beyondAscii(bytes, ascii);
		if (end - ascii >= LONG_ASCII) {
			if (ascii > from) parts.push(decoder.decode(bytes.subarray(from, ascii)));
			parts.push(decoder.decode(bytes.subarray(ascii, end)));
			from = end;
		}
		ascii = end;
		while (ascii < bytes.length && (bytes[ascii] as number) >= 0x80) ascii++;
	}
	if (from < bytes.length) parts.push(decoder.decode(bytes.subarray(from)));
	return parts;
}

/** A part of a text that cuts no character; of bytes a view. */
export const sliceText = (text: PieceText, start: number, end?: number): PieceText =>
	typeof text === 'string' ? text.slice(start, end) : text.subarray(start, end);

/** UTF-16 units of a part of a text that cuts no character. */
export const unitCount = (text: PieceText, start: number, end: number): number =>
	typeof text === 'string' ? end - start : unitsOfUtf8(text, start, end);

/** The texts one after the other, in memory of its own unless one string is all there is. */
export function joinTexts(texts: readonly PieceText[]): PieceText {
	if (texts.some((text) => typeof text === 'string')) return texts.map(stringOf).join('');
	return concatBytes(texts as readonly Uint8Array[]);
}

/** The bytes one after the other, in memory of its own. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		joined.set(part, at);
		at += part.length;
	}
	return joined;
}

/** Offset of the first such character of ASCII from an offset on, or -1. */
export const indexOfAscii = (text: PieceText, code: number, from = 0): number =>
	typeof text === 'string'
		? text.indexOf(String.fromCharCode(code), from)
		: text.indexOf(code, from);

/** Offset of the first U+FFFD from an offset on, or -1. */
export function indexOfReplacement(text: PieceText, from = 0): number {
	if (typeof text === 'string') return text.indexOf('\uFFFD', from);
	for (let at = text.indexOf(0xef, from); at !== -1; at = text.indexOf(0xef, at + 1))
		if (text[at + 1] === 0xbf && text[at + 2] === 0xbd) return at;
	return -1;
}

/** A string's UTF-16 units, or the bytes as they are. */
export function codesOf(text: PieceText): Uint16Array<ArrayBuffer> | Uint8Array<ArrayBuffer> {
	if (typeof text !== 'string') return text;
	const units = new Uint16Array(text.length);
	for (let i = 0; i < units.length; i++) units[i] = text.charCodeAt(i);
	return units;
}
