import { describe, expect, it } from 'vitest';
import {
	clumping,
	logRegular,
	logTail,
	median
} from '../../../../src/lib/pipeline/findings/chance';
import { seededRandom } from '../../../../training/random';

/** The exact chance of at least `hits`. */
function tail(tries: number, hits: number, chance: number): number {
	let sum = 0;
	for (let k = hits; k <= tries; k++) {
		let ways = 1;
		for (let i = 0; i < k; i++) ways *= (tries - i) / (i + 1);
		sum += ways * chance ** k * (1 - chance) ** (tries - k);
	}
	return sum;
}

describe('the chance of so many', () => {
	it('is never told smaller than it is, and not much larger', () => {
		for (const [tries, hits, chance] of [
			[10, 9, 0.3],
			[40, 30, 0.5],
			[5, 5, 0.2],
			[60, 8, 0.02]
		] as const) {
			const exact = Math.log(tail(tries, hits, chance));
			expect(logTail(tries, hits, chance)).toBeGreaterThanOrEqual(exact - 1e-9);
			expect(logTail(tries, hits, chance)).toBeLessThan(exact + 3);
		}
	});

	it('is certain where so many are to be expected', () => {
		expect(logTail(10, 3, 0.3)).toBe(0);
		expect(logTail(0, 0, 0.3)).toBe(0);
	});
});

const randomPlaces = (count: number, seed: number): Float64Array => {
	const random = seededRandom(seed);
	return Float64Array.from({ length: count }, random).sort();
};

describe('clumps', () => {
	it('are single rows where rows come at random, also when their rate changes slowly', () => {
		expect(clumping(randomPlaces(1_000, 1), 400)).toBeLessThan(1.2);
		const growing = randomPlaces(1_000, 2).map(Math.sqrt);
		expect(clumping(growing, 400)).toBeLessThan(1.2);
	});

	it('are as large as the rows that come together', () => {
		const repeated = Float64Array.from(
			[...randomPlaces(400, 3)].flatMap((place) => Array<number>(5).fill(place))
		);
		expect(clumping(repeated, 400)).toBeGreaterThan(4);
		expect(clumping(repeated, 400)).toBeLessThan(6);
	});

	it('leaves out a range', () => {
		const places = Float64Array.from([
			...randomPlaces(200, 4),
			...Array<number>(500).fill(0.5)
		]).sort();
		expect(clumping(places, 100)).toBeGreaterThan(3);
		expect(clumping(places, 100, [0.49, 0.51])).toBeLessThan(1.3);
	});
});

describe('regular intervals', () => {
	it('are no chance when they are alike, and are one when rows come at random', () => {
		const random = seededRandom(5);
		const beats = Float64Array.from({ length: 30 }, () => 60 + 6 * (random() - 0.5));
		expect(logRegular(beats)).toBeLessThan(-20);
		for (let seed = 0; seed < 200; seed++) {
			const chance = seededRandom(seed);
			const waits = Float64Array.from({ length: 30 }, () => -Math.log(1 - chance()));
			expect(logRegular(waits)).toBeGreaterThan(-7);
		}
	});

	it('are not told of three, nor of rows of one moment', () => {
		expect(logRegular(Float64Array.from([1, 1, 1]))).toBe(0);
		expect(logRegular(new Float64Array(50))).toBe(0);
	});

	it('have a median', () => {
		expect(median(Float64Array.from([9, 1, 5]))).toBe(5);
	});
});
