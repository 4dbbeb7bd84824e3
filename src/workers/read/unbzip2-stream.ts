/** The parts of unbzip2-stream that are used, which has no types for them: its stream is one of Node's. */
// @ts-expect-error it has no types
import untypedIterator from 'unbzip2-stream/lib/bit_iterator.js';
// @ts-expect-error it has no types
import untypedDecoder from 'unbzip2-stream/lib/bzip2.js';

/** Gives so many bits; `null` goes on to the next whole byte. */
interface BitReader {
	(bits: number | null): number;
	bytesRead: number;
}

/** @param next gives the bytes that follow */
export type BitIterator = (next: () => Uint8Array) => BitReader;

export interface BlockDecoder {
	/** Reads the head of a file; gives the size of its blocks in hundred thousands. */
	header(bits: BitReader): number;
	/** Reads a block; gives the checksum so far, or null at the end of the file. */
	decompress(
		bits: BitReader,
		push: (byte: number) => void,
		buffer: Int32Array,
		size: number,
		checksum: number
	): number | null;
}

export const bitIterator = untypedIterator as BitIterator;
export const decoder = untypedDecoder as BlockDecoder;
