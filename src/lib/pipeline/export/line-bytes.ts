/** UTF-16 units that are encoded at once: ropes of more outlive the collections of young garbage, which doubles the time. */
const UNITS_AT_ONCE = 16_384;
/** Of one UTF-16 unit, at most. */
const BYTES_OF_UNIT = 3;
const FIRST_CAPACITY = 65_536;

/** Encodes lines that are made one by one as UTF-8. */
export class LineBytes {
	private readonly encoder = new TextEncoder();
	/** What the last lines took is expected of the next ones. */
	private capacity = FIRST_CAPACITY;

	/** @returns memory that is not written again */
	of(lines: Iterable<string>): Uint8Array<ArrayBuffer> {
		let bytes = new Uint8Array(this.capacity);
		let size = 0;
		let text = '';
		const take = (): void => {
			const needed = size + text.length * BYTES_OF_UNIT;
			if (needed > bytes.length) {
				const larger = new Uint8Array(Math.max(needed, bytes.length * 2));
				larger.set(bytes.subarray(0, size));
				bytes = larger;
			}
			size += this.encoder.encodeInto(text, bytes.subarray(size)).written;
			text = '';
		};
		for (const line of lines) {
			text += line;
			if (text.length >= UNITS_AT_ONCE) take();
		}
		take();
		this.capacity = Math.max(FIRST_CAPACITY, bytes.length);
		return bytes.subarray(0, size);
	}
}
