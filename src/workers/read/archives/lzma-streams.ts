import { crc32 } from './crc32';

/** Bytes of the properties of LZMA: one for its contexts, four for the size of its dictionary. */
const LZMA_PROPERTIES = 5;

/**
 * Unpacks LZMA in memory.
 * @param bytes when it is unpacked
 */
export async function unlzma(
	packed: Uint8Array,
	properties: Uint8Array,
	bytes: number
): Promise<Uint8Array<ArrayBuffer>> {
	const { decompress } = await import('lzma1');
	const head = new Uint8Array(LZMA_PROPERTIES + 8);
	head.set(properties.subarray(0, LZMA_PROPERTIES));
	const view = new DataView(head.buffer);
	// No more of the dictionary is used than there is to unpack.
	view.setUint32(1, Math.min(view.getUint32(1, true), Math.max(bytes, 4_096)), true);
	view.setBigUint64(LZMA_PROPERTIES, BigInt(bytes), true);
	const all = new Uint8Array(head.length + packed.length);
	all.set(head);
	all.set(packed, head.length);
	return Uint8Array.from(decompress(all));
}

const FLAGS = [0, 0];
const LZMA2 = 0x21;
const MAX_DICTIONARY = 40;

/**
 * What makes an xz file of LZMA2 data when it is put before and behind them; it has no checksum.
 *
 * @param dictionary size of the dictionary, as LZMA2 writes it
 * @param bytes when it is unpacked
 */
export function xzFrame(
	dictionary: number,
	packedBytes: number,
	bytes: number
): { head: Uint8Array<ArrayBuffer>; foot: Uint8Array<ArrayBuffer> } {
	let size = Math.min(dictionary, MAX_DICTIONARY);
	while (size > 0 && dictionaryBytes(size - 1) >= bytes) size--;
	// Size of the head in words without the first, one filter, its id, the size of its properties.
	const block = withSum([2, 0, LZMA2, 1, size, 0, 0, 0]);
	const index = withSum(padded([0, 1, ...varied(block.length + packedBytes), ...varied(bytes)]));
	const back = littleEndian(index.length / 4 - 1);
	return {
		head: Uint8Array.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, ...withSum(FLAGS), ...block]),
		foot: Uint8Array.from([
			...new Uint8Array(-packedBytes & 3),
			...index,
			...littleEndian(crc32(Uint8Array.from([...back, ...FLAGS]))),
			...back,
			...FLAGS,
			0x59,
			0x5a
		])
	};
}

const dictionaryBytes = (size: number): number =>
	(2 + (size % 2)) * 2 ** (Math.floor(size / 2) + 11);

const littleEndian = (value: number): number[] =>
	[0, 8, 16, 24].map((shift) => (value >>> shift) & 255);

const withSum = (bytes: number[]): number[] => [
	...bytes,
	...littleEndian(crc32(Uint8Array.from(bytes)))
];

const padded = (bytes: number[]): number[] => [...bytes, ...new Uint8Array(-bytes.length & 3)];

/** Seven bits a byte, the lowest first. */
function varied(value: number): number[] {
	const bytes: number[] = [];
	for (let left = value; ; left = Math.floor(left / 128)) {
		if (left < 128) return [...bytes, left];
		bytes.push((left % 128) | 128);
	}
}
