/**
 * Tables that give each distinct text of ASCII a number: found by the hash of its bytes and compared byte by byte, so that
 * a collision does not matter. A table that is full, and a text that is too long, give `NO_NUMBER`.
 */

/** No number: the host has to look at the text itself. */
export const NO_NUMBER: i32 = -1;

/** Bytes of the texts of a table are taken from blocks of at least this size. */
const BLOCK = 1 << 16;

export class Table {
	/** Open addressing with linear probing: position of a text plus one, or 0. */
	private slots: usize;
	private mask: u32;
	/** By text: its hash, where its bytes stand, and how many they are. */
	private texts: usize;
	private count: i32 = 0;
	private block: usize = 0;
	private blockEnd: usize = 0;
	private bytes: i32 = 0;

	/**
	 * @param limit texts kept at most, a power of two
	 * @param bytesLimit bytes of all of them
	 * @param longest bytes of one
	 */
	constructor(
		private limit: i32,
		private bytesLimit: i32,
		public longest: i32
	) {
		this.mask = limit * 2 - 1;
		this.slots = heap.alloc(limit * 8);
		memory.fill(this.slots, 0, limit * 8);
		this.texts = heap.alloc(limit * 12);
	}

	/** The number of a text: those that are new get the next one, from 0 on. */
	numberOf(from: usize, length: i32): i32 {
		if (length > this.longest) return NO_NUMBER;
		const hash = hashOf(from, length);
		let slot = hash & this.mask;
		for (;;) {
			const found = load<i32>(this.slots + (slot << 2));
			if (found === 0) break;
			const text = this.texts + (found - 1) * 12;
			if (
				load<u32>(text) === hash &&
				load<i32>(text, 8) === length &&
				isSame(load<usize>(text, 4), from, length)
			)
				return found - 1;
			slot = (slot + 1) & this.mask;
		}
		return this.keep(slot, hash, from, length);
	}

	private keep(slot: u32, hash: u32, from: usize, length: i32): i32 {
		const count = this.count;
		if (count === this.limit || this.bytes + length > this.bytesLimit) return NO_NUMBER;
		if (this.block + length > this.blockEnd) {
			const size = max(length, BLOCK);
			this.block = heap.alloc(size);
			this.blockEnd = this.block + size;
		}
		memory.copy(this.block, from, length);
		const text = this.texts + count * 12;
		store<u32>(text, hash);
		store<usize>(text, this.block, 4);
		store<i32>(text, length, 8);
		store<i32>(this.slots + (slot << 2), count + 1);
		this.block += length;
		this.bytes += length;
		this.count = count + 1;
		return count;
	}
}

function isSame(one: usize, other: usize, length: i32): bool {
	const end = one + length;
	for (; one + 16 <= end; one += 16, other += 16)
		if (v128.any_true(v128.xor(v128.load(one), v128.load(other)))) return false;
	for (; one < end; one++, other++) if (load<u8>(one) !== load<u8>(other)) return false;
	return true;
}

const MULTIPLIER: u32 = 0x9e3779b1;

/** 32 bits, in two chains of multiplications: a step of one does not wait for the other's. */
function hashOf(from: usize, length: i32): u32 {
	let even: u32 = length;
	let odd = MULTIPLIER;
	let at = from;
	const end = from + length;
	for (; at + 8 <= end; at += 8) {
		even = (even ^ load<u32>(at)) * MULTIPLIER;
		odd = (odd ^ load<u32>(at, 4)) * MULTIPLIER;
		even ^= even >> 15;
		odd ^= odd >> 13;
	}
	for (; at < end; at++) {
		even = (even ^ load<u8>(at)) * MULTIPLIER;
		even ^= even >> 15;
	}
	even ^= odd * MULTIPLIER;
	return even ^ (even >> 16);
}
