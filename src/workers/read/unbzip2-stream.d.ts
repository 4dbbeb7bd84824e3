declare module 'unbzip2-stream/lib/bit_iterator.js' {
	/** Gives so many bits; `null` goes on to the next whole byte. */
	export interface BitReader {
		(bits: number | null): number;
		bytesRead: number;
	}
	const bitIterator: (next: () => Uint8Array) => BitReader;
	export default bitIterator;
}

declare module 'unbzip2-stream/lib/bzip2.js' {
	import type { BitReader } from 'unbzip2-stream/lib/bit_iterator.js';

	interface BlockDecoder {
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
	const bzip2: BlockDecoder;
	export default bzip2;
}
