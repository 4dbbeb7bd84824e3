import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dotProductsWith, plainDotProducts } from '../../../../src/lib/pipeline/head/dot-kernel';

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

	it('uses SIMD here: the products lie in the memory of the WebAssembly instance', () => {
		const rows = new Int8Array(384 * 20).fill(1);
		const query = rows.slice(0, 384);
		const { buffer } = dotProductsWith(rows, 384)(query);
		expect(buffer.byteLength % 65_536).toBe(0);
		expect(plainDotProducts(rows, 384)(query).buffer.byteLength).toBe(80);
	});
});
