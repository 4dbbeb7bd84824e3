/** Reads the fields of a 7z header one after the other; each throws where the bytes end. */
export class SevenZipFields {
	private at = 0;

	constructor(private readonly bytes: Uint8Array) {}

	byte(): number {
		const value = this.bytes[this.at++];
		if (value === undefined) throw new Error('unexpected end of its list');
		return value;
	}

	/** The leading ones of the first byte say how many bytes follow; its other bits are the highest of the number. */
	number(): number {
		const first = this.byte();
		let value = 0;
		for (let more = 0; more < 8; more++) {
			const mask = 0x80 >> more;
			if ((first & mask) === 0) return value + (first & (mask - 1)) * 2 ** (8 * more);
			value += this.byte() * 2 ** (8 * more);
		}
		return value;
	}

	/** A number of things, each of which takes a bit of the header at least. */
	count(): number {
		const value = this.number();
		if (value > this.bytes.length * 8) throw new Error('its list is damaged');
		return value;
	}

	uint32(): number {
		return this.byte() + this.byte() * 2 ** 8 + this.byte() * 2 ** 16 + this.byte() * 2 ** 24;
	}

	uint64(): number {
		return this.uint32() + this.uint32() * 2 ** 32;
	}

	take(length: number): Uint8Array {
		if (length > this.bytes.length - this.at) throw new Error('unexpected end of its list');
		return this.bytes.subarray(this.at, (this.at += length));
	}

	bits(count: number): boolean[] {
		let byte = 0;
		return Array.from({ length: count }, (_, at) => {
			if (at % 8 === 0) byte = this.byte();
			return (byte & (0x80 >> (at % 8))) !== 0;
		});
	}

	/** Which of so many things something is said of: a byte may say that of all it is. */
	defined(count: number): boolean[] {
		return this.byte() === 0 ? this.bits(count) : Array.from({ length: count }, () => true);
	}

	/** Checksums of those that have one. */
	digests(count: number): (number | undefined)[] {
		return this.defined(count).map((has) => (has ? this.uint32() : undefined));
	}
}
