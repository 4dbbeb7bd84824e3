import { ShapeWriter } from './message-shape';

/** Longer messages are worked out each time: they would fill the memory that many short ones can use. */
const MAX_SHAPE = 4_096;
/** Shapes kept at most, and UTF-16 units of them: some tens of megabytes in the worst case. */
const MAX_SHAPES = 65_536;
const MAX_UNITS = 2 ** 23;

/**
 * Remembers what was worked out for each shape of a message. A lookup makes no string: the shape is written into a buffer,
 * found by its hash, and compared unit by unit, so that a collision of hashes does not matter. When it is full, new shapes
 * are worked out each time.
 */
export class ShapeMemo<T> {
	private readonly writer = new ShapeWriter();
	/** Open addressing with linear probing: position of a shape plus one, or 0. Twice as large as the number of shapes. */
	private readonly slots = new Uint32Array(MAX_SHAPES * 2);
	private readonly hashes = new Int32Array(MAX_SHAPES);
	/** End of each shape in `units`. */
	private readonly ends = new Uint32Array(MAX_SHAPES);
	private units = new Uint16Array(2 ** 16);
	private readonly values: T[] = [];

	/** @param work gives what follows from a shape; called again for a shape only when the memory is full */
	constructor(private readonly work: (shape: string) => T) {}

	/** What follows from the message's shape. */
	get(message: string): T {
		const { writer, slots, hashes } = this;
		writer.write(message);
		if (writer.length > MAX_SHAPE) return this.work(writer.toString());
		const mask = slots.length - 1;
		let slot = writer.hash & mask;
		for (let found = slots[slot] as number; found !== 0; found = slots[slot] as number) {
			if (hashes[found - 1] === writer.hash && this.holds(found - 1))
				return this.values[found - 1] as T;
			slot = (slot + 1) & mask;
		}
		const value = this.work(writer.toString());
		this.keep(slot, value);
		return value;
	}

	private holds(at: number): boolean {
		const { units, ends, writer } = this;
		const start = at === 0 ? 0 : (ends[at - 1] as number);
		const { length, codes } = writer;
		if ((ends[at] as number) - start !== length) return false;
		for (let i = 0; i < length; i++) if (units[start + i] !== codes[i]) return false;
		return true;
	}

	/** `work` may have used other writers, never this one: the shape is still in the buffer. */
	private keep(slot: number, value: T): void {
		const { writer, ends, values } = this;
		const at = values.length;
		const start = at === 0 ? 0 : (ends[at - 1] as number);
		const end = start + writer.length;
		if (at === MAX_SHAPES || end > MAX_UNITS) return;
		if (end > this.units.length) {
			const grown = new Uint16Array(Math.min(MAX_UNITS, Math.max(end, this.units.length * 2)));
			grown.set(this.units.subarray(0, start));
			this.units = grown;
		}
		this.units.set(writer.codes.subarray(0, writer.length), start);
		ends[at] = end;
		this.hashes[at] = writer.hash;
		values.push(value);
		this.slots[slot] = at + 1;
	}
}
