/** Seeded generator of numbers uniform in [0, 1): mulberry32 by Tommy Ettinger, public domain; reimplemented. */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** The items in a random order (Fisher & Yates); the given ones stay as they are. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
	const mixed = [...items];
	for (let at = mixed.length - 1; at > 0; at--) {
		const other = Math.floor(random() * (at + 1));
		[mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T];
	}
	return mixed;
}

/** One of the items, each as likely. */
export const pick = <T>(random: () => number, items: readonly T[]): T =>
	items[Math.floor(random() * items.length)] as T;
