/**
 * SHA-256 (FIPS 180-4) over pieces, in constant memory: the browser's own digest wants all bytes at once, and a model has
 * up to two gigabytes.
 */
export class Sha256 {
	private readonly state = Uint32Array.from(INITIAL);
	private readonly block = new Uint8Array(64);
	private readonly schedule = new Uint32Array(64);
	private filled = 0;
	private length = 0;

	update(bytes: Uint8Array): this {
		this.length += bytes.length;
		for (let at = 0; at < bytes.length;) {
			const take = Math.min(64 - this.filled, bytes.length - at);
			this.block.set(bytes.subarray(at, at + take), this.filled);
			this.filled += take;
			at += take;
			if (this.filled === 64) this.compress();
		}
		return this;
	}

	/** Lower-case hexadecimal. The object cannot be used afterwards. */
	hex(): string {
		const bits = this.length * 8;
		this.update(Uint8Array.of(0x80));
		while (this.filled !== 56) this.update(Uint8Array.of(0));
		const view = new DataView(this.block.buffer);
		view.setUint32(56, Math.floor(bits / 2 ** 32));
		view.setUint32(60, bits >>> 0);
		this.compress();
		return Array.from(this.state, (word) => word.toString(16).padStart(8, '0')).join('');
	}

	private compress(): void {
		const w = this.schedule;
		const view = new DataView(this.block.buffer);
		for (let t = 0; t < 16; t++) w[t] = view.getUint32(t * 4);
		for (let t = 16; t < 64; t++) {
			const a = w[t - 15] as number;
			const b = w[t - 2] as number;
			const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
			const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
			w[t] = (w[t - 16] as number) + s0 + (w[t - 7] as number) + s1;
		}
		this.rounds(w);
		this.filled = 0;
	}

	private rounds(w: Uint32Array): void {
		let [a, b, c, d, e, f, g, h] = this.state as unknown as Eight;
		for (let t = 0; t < 64; t++) {
			const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
			const choice = (e & f) ^ (~e & g);
			const first = (h + s1 + choice + (K[t] as number) + (w[t] as number)) | 0;
			const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
			const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
			h = g;
			g = f;
			f = e;
			e = (d + first) | 0;
			d = c;
			c = b;
			b = a;
			a = (first + second) | 0;
		}
		[a, b, c, d, e, f, g, h].forEach(
			(word, i) => (this.state[i] = (this.state[i] as number) + word)
		);
	}
}

type Eight = [number, number, number, number, number, number, number, number];

/** SHA-256 of a text's UTF-8 bytes in lower-case hexadecimal. */
export const sha256Hex = (text: string): string =>
	new Sha256().update(new TextEncoder().encode(text)).hex();

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

const PRIMES = firstPrimes(64);
/** The standard's constants: the first 32 bits of the fractional parts of roots of the first primes. */
const INITIAL = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const K = Uint32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));

function fraction(root: number): number {
	return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

function firstPrimes(count: number): number[] {
	const primes: number[] = [];
	for (let n = 2; primes.length < count; n++)
		if (primes.every((prime) => n % prime !== 0)) primes.push(n);
	return primes;
}
