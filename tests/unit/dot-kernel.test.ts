import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dotProductsWith, plainDotProducts } from '../../src/lib/pipeline/dot-kernel';

const int8 = (length: number) => fc.int8Array({ minLength: length, maxLength: length });

describe('dotProductsWith', () => {
	it('gives what the plain loop gives, with and without SIMD', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(3, 8, 16, 384).chain((dimensions) =>
					fc.record({
						dimensions: fc.constant(dimensions),
						queries: fc.array(int8(dimensions), { minLength: 1, maxLength: 3 }),
						rows: fc
							.array(int8(dimensions), { maxLength: 9 })
							.map((rows) => Int8Array.from(rows.flatMap((row) => [...row])))
					})
				),
				({ dimensions, queries, rows }) => {
					const fast = dotProductsWith(rows, dimensions);
					const plain = plainDotProducts(rows, dimensions);
					for (const query of queries) expect([...fast(query)]).toEqual([...plain(query)]);
				}
			),
			{ numRuns: 200 }
		);
	});

	it('uses SIMD here: many times faster than the plain loop', () => {
		const rows = new Int8Array(384 * 2_000).map((_, i) => (i * 37) % 127);
		const query = rows.slice(0, 384);
		const time = (dots: (query: Int8Array) => Int32Array): number => {
			dots(query);
			const start = performance.now();
			for (let i = 0; i < 20; i++) dots(query);
			return performance.now() - start;
		};
		expect(time(dotProductsWith(rows, 384))).toBeLessThan(time(plainDotProducts(rows, 384)) / 2);
	});
});
