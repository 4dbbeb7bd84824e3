import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalise } from '../../../src/lib/pipeline/canonical/canonical';
import { seededRandom } from '../../../training/random';
import { fillSlots, SLOTS } from '../../../training/slots';

const seeds = fc.integer({ min: 0, max: 0xffffffff });

describe('seededRandom', () => {
	it('is in [0, 1), the same for a seed and another for another', () => {
		fc.assert(
			fc.property(seeds, (seed) => {
				const [a, b, c] = [seededRandom(seed), seededRandom(seed), seededRandom(seed + 1)];
				const values = Array.from({ length: 20 }, a);
				expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
				expect(Array.from({ length: 20 }, b)).toEqual(values);
				expect(Array.from({ length: 20 }, c)).not.toEqual(values);
			})
		);
	});

	it('is uniform', () => {
		const random = seededRandom(1);
		const counts = new Array<number>(10).fill(0);
		for (let i = 0; i < 100_000; i++) {
			const bin = Math.floor(random() * 10);
			counts[bin] = (counts[bin] as number) + 1;
		}
		for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
	});
});

describe('fillSlots', () => {
	const fill = (template: string, seed = 1): string => fillSlots(template, seededRandom(seed));

	it('fills slots and picks alternatives', () => {
		expect(fill('disk {n} at {ip}')).toMatch(/^disk \d+ at \d+\.\d+\.\d+\.\d+$/);
		const picked = new Set(Array.from({ length: 50 }, (_, seed) => fill('link {up|down}', seed)));
		expect([...picked].sort()).toEqual(['link down', 'link up']);
	});

	it('leaves other braces as they are', () => {
		for (const text of ['{"a": 1}', '{}', '{nosuchslot}', '{ n }', '{"a|b"}', '{Name}'])
			expect(fill(text)).toBe(text);
	});

	it('is the same for a seed', () => {
		const all = Object.keys(SLOTS)
			.map((name) => `{${name}}`)
			.join(' ');
		expect(fill(all, 5)).toBe(fill(all, 5));
		expect(fill(all, 5)).not.toBe(fill(all, 6));
	});

	it('gives one line of text without braces for every slot', () => {
		fc.assert(
			fc.property(fc.constantFrom(...Object.keys(SLOTS)), seeds, (name, seed) => {
				expect(fill(`{${name}}`, seed)).toMatch(/^[^{}\n]+$/);
			})
		);
	});

	it.each(['ip', 'ipv6', 'mac', 'url', 'ts', 'big', 'float'])(
		'fills {%s} with what the canonical text masks',
		(name) => {
			const texts = Array.from({ length: 100 }, (_, seed) =>
				canonicalise(fill(`at {${name}}`, seed))
			);
			expect([...new Set(texts)]).toHaveLength(1);
		}
	);
});
