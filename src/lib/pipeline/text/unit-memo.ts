import { textOfSpan, type Units, type UnitSpan } from './text-units';

/**
 * Remembers what was worked out for each text. A lookup makes no string: the text is found by the hash of its units and
 * compared unit by unit, so that a collision of hashes does not matter. When it is full, and for a text that is too long,
 * the work is done each time.
 */
export class UnitMemo<T> {
	/** Open addressing with linear probing: position of a text plus one, or 0. At least twice as large as the number of texts. */
	private readonly slots: Int32Array;
	private readonly hashes: Int32Array;
	/** End of each text in `units`. */
	private readonly ends: Uint32Array;
	private units = new Uint16Array(2 ** 10);
	private readonly values: T[] = [];

	/**
	 * @param work gives what follows from a text; called again for one only when it was not kept
	 * @param limits texts kept at most (a power of two), UTF-16 units of all of them, and of one
	 */
	constructor(
		private readonly work: (text: string) => T,
		private readonly limits: { texts: number; units: number; unitsOfOne: number }
	) {
		this.slots = new Int32Array(limits.texts * 2);
		this.hashes = new Int32Array(limits.texts);
		this.ends = new Uint32Array(limits.texts);
	}

	get(span: UnitSpan): T {
		const { units, start, end } = span;
		if (end - start > this.limits.unitsOfOne) return this.work(textOfSpan(span));
		const { slots, hashes } = this;
		const hash = hashOf(units, start, end);
		const mask = slots.length - 1;
		let slot = hash & mask;
		for (let found = slots[slot] as number; found !== 0; found = slots[slot] as number) {
			if (hashes[found - 1] === hash && this.holds(found - 1, units, start, end))
				return this.values[found - 1] as T;
			slot = (slot + 1) & mask;
		}
		const value = this.work(textOfSpan(span));
		this.keep(slot, hash, span, value);
		return value;
	}

	private holds(at: number, units: Units, start: number, end: number): boolean {
		const { ends, units: kept } = this;
		const from = at === 0 ? 0 : (ends[at - 1] as number);
		const length = end - start;
		if ((ends[at] as number) - from !== length) return false;
		for (let i = 0; i < length; i++) if (kept[from + i] !== units[start + i]) return false;
		return true;
	}

	private keep(slot: number, hash: number, { units, start, end }: UnitSpan, value: T): void {
		const { ends, values, limits } = this;
		const at = values.length;
		const from = at === 0 ? 0 : (ends[at - 1] as number);
		const to = from + end - start;
		if (at === limits.texts || to > limits.units) return;
		if (to > this.units.length) {
			const grown = new Uint16Array(Math.min(limits.units, Math.max(to, this.units.length * 2)));
			grown.set(this.units.subarray(0, from));
			this.units = grown;
		}
		this.units.set(units.subarray(start, end), from);
		ends[at] = to;
		this.hashes[at] = hash;
		values.push(value);
		this.slots[slot] = at + 1;
	}
}

const MULTIPLIER = 0x9e3779b1;

/** 32 bits of `units[start, end)`, in two chains of multiplications: a step of one does not wait for the other's. */
function hashOf(units: Units, start: number, end: number): number {
	let even = end - start;
	let odd = MULTIPLIER;
	let at = start;
	for (; at + 3 < end; at += 4) {
		even = Math.imul(
			even ^ ((units[at] as number) | ((units[at + 1] as number) << 16)),
			MULTIPLIER
		);
		odd = Math.imul(
			odd ^ ((units[at + 2] as number) | ((units[at + 3] as number) << 16)),
			MULTIPLIER
		);
		even ^= even >>> 15;
		odd ^= odd >>> 13;
	}
	for (; at < end; at++) {
		even = Math.imul(even ^ (units[at] as number), MULTIPLIER);
		even ^= even >>> 15;
	}
	return even ^ Math.imul(odd, MULTIPLIER);
}
