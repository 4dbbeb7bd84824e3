const HIGHEST = 0x10ffff;
const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

/** Decodes UTF-32, which `TextDecoder` does not know. A unit that is no character becomes U+FFFD. */
export class Utf32Decoder {
	private carry = new Uint8Array(0);
	private started = false;

	constructor(private readonly littleEndian: boolean) {}

	/** @param stream more bytes follow: a unit that they cut is carried over */
	decode(bytes: Uint8Array = new Uint8Array(0), { stream = false } = {}): string {
		const all = new Uint8Array(this.carry.length + bytes.length);
		all.set(this.carry);
		all.set(bytes, this.carry.length);
		const whole = all.length - (all.length % 4);
		this.carry = stream ? all.slice(whole) : new Uint8Array(0);
		const text = this.units(new DataView(all.buffer, 0, whole));
		return !stream && whole < all.length ? `${text}\uFFFD` : text;
	}

	private units(view: DataView): string {
		const parts: string[] = [];
		for (let at = 0; at < view.byteLength; at += 4) {
			const code = view.getUint32(at, this.littleEndian);
			if (!this.started && code === 0xfeff) {
				this.started = true;
				continue;
			}
			this.started = true;
			parts.push(code > HIGHEST || isSurrogate(code) ? '\uFFFD' : String.fromCodePoint(code));
		}
		return parts.join('');
	}
}
