/** Remainders of all bytes, by the polynomial that zip, xz and 7z use. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
	let value = byte;
	for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
	return value;
});

/** CRC-32 of bytes. @param before the sum of the bytes ahead of them */
export function crc32(bytes: Uint8Array, before = 0): number {
	let sum = ~before;
	for (let at = 0; at < bytes.length; at++)
		sum = (sum >>> 8) ^ (TABLE[(sum ^ (bytes[at] as number)) & 255] as number);
	return ~sum >>> 0;
}
