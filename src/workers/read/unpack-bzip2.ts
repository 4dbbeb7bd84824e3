import type { BitIterator, BlockDecoder } from './unbzip2-stream';
import type { Bytes } from './file-bytes';

/** The units that one block is made of, as many as its file's first byte of size says. */
const BLOCK_UNITS = 100_000;
/** Bytes that a block may take beyond its units: trees and selectors. */
const BLOCK_EXTRA_BYTES = 25_000;
const FIRST_OUTPUT_BYTES = 2 ** 20;

/**
 * Unpacks bzip2 block by block, several files in one after the other. The library's own stream needs Node's; its decoder
 * of single blocks does not.
 */
export async function* bunzip2(
	raw: AsyncGenerator<Bytes>
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	const { bitIterator, decoder } = await import('./unbzip2-stream');
	const waiting: Uint8Array[] = [];
	const blocks = new Blocks(
		decoder,
		() => {
			const next = waiting.shift();
			if (!next) throw new Error('unexpected end of file');
			return next;
		},
		bitIterator
	);
	let received = 0;
	for await (const { bytes } of raw) {
		waiting.push(bytes);
		received += bytes.length;
		while (received - blocks.bytesRead >= blocks.mostBytes) yield* blocks.next();
	}
	do yield* blocks.next();
	while (received > blocks.bytesRead || !blocks.isAtEnd);
}

/** The heads and blocks of bzip2 files that follow each other. */
class Blocks {
	/** Units of the blocks of the file at hand; 0 ahead of a file. */
	private units = 0;
	private buffer = new Int32Array();
	private checksum = 0;
	private bits: ReturnType<BitIterator> | undefined;
	private readonly output = new Output();

	/** @param more gives the next bytes */
	constructor(
		private readonly decoder: BlockDecoder,
		private readonly more: () => Uint8Array,
		private readonly bitIterator: BitIterator
	) {}

	get bytesRead(): number {
		return this.bits?.bytesRead ?? 0;
	}

	/** Bytes that the next step may take. */
	get mostBytes(): number {
		return this.units + BLOCK_EXTRA_BYTES;
	}

	get isAtEnd(): boolean {
		return this.units === 0;
	}

	/** Reads the head of a file, a block or the end of a file. */
	*next(): Generator<Uint8Array<ArrayBuffer>> {
		const { decoder, output } = this;
		// It asks for bytes as soon as it is made.
		this.bits ??= this.bitIterator(this.more);
		if (this.units === 0) {
			this.units = decoder.header(this.bits) * BLOCK_UNITS;
			if (this.buffer.length < this.units) this.buffer = new Int32Array(this.units);
			this.checksum = 0;
			return;
		}
		const push = (byte: number): void => output.push(byte);
		const found = decoder.decompress(this.bits, push, this.buffer, this.units, this.checksum);
		if (found === null) this.units = 0;
		else this.checksum = found;
		if (output.size > 0) yield output.take();
	}
}

/** Bytes that come one by one. */
class Output {
	size = 0;
	private bytes = new Uint8Array(FIRST_OUTPUT_BYTES);

	push(byte: number): void {
		if (this.size === this.bytes.length) {
			const larger = new Uint8Array(this.size * 2);
			larger.set(this.bytes);
			this.bytes = larger;
		}
		this.bytes[this.size++] = byte;
	}

	take(): Uint8Array<ArrayBuffer> {
		const taken = this.bytes.slice(0, this.size);
		this.size = 0;
		return taken;
	}
}
