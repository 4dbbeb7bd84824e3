/** Bytes handed to `String.fromCharCode` at once: more would overflow the stack. */
const SLICE = 0x8000;

export function toBase64(bytes: Int8Array): string {
	const unsigned = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
	let binary = '';
	for (let at = 0; at < unsigned.length; at += SLICE)
		binary += String.fromCharCode(...unsigned.subarray(at, at + SLICE));
	return btoa(binary);
}

/** Throws on characters that are not base64. */
export function fromBase64(text: string): Int8Array<ArrayBuffer> {
	return Int8Array.from(atob(text), (character) => character.charCodeAt(0));
}
