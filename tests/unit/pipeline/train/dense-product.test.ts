import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
	addFourOuterProducts,
	addOuterProduct,
	addRowProduct,
	addTwoRowProducts
} from '../../../../src/lib/pipeline/train/dense-product';
import { seededRandom } from '../../../../training/random';

const sizes = fc.record({
	width: fc.integer({ min: 1, max: 13 }),
	count: fc.integer({ min: 1, max: 6 }),
	seed: fc.nat(1_000)
});
const filled = (length: number, random: () => number): Float64Array =>
	Float64Array.from({ length }, () => random() - 0.5);

it('gives two rows the sums of one row and the next, bit for bit', () => {
	fc.assert(
		fc.property(sizes, ({ width, count, seed }) => {
			const random = seededRandom(seed);
			const rows = { values: Float32Array.from(filled(4 * width, random)), width };
			const matrix = filled(width * count + 3, random);
			const both = filled(2 * count + 2, random);
			const single = both.slice();
			addTwoRowProducts(rows, 1, matrix, count, both, 2);
			addRowProduct(rows, 1, matrix, count, single, 2);
			addRowProduct(rows, 2, matrix, count, single, 2 + count);
			expect(both).toEqual(single);
		})
	);
});

it('adds to each sum the product of the row and a column', () => {
	fc.assert(
		fc.property(sizes, ({ width, count, seed }) => {
			const random = seededRandom(seed);
			const rows = { values: Float32Array.from(filled(2 * width, random)), width };
			const matrix = filled(width * count, random);
			const sums = new Float64Array(count);
			addRowProduct(rows, 1, matrix, count, sums, 0);
			sums.forEach((sum, k) => {
				let plain = 0;
				for (let d = 0; d < width; d++)
					plain += (rows.values[width + d] as number) * (matrix[d * count + k] as number);
				expect(sum).toBeCloseTo(plain, 12);
			});
		})
	);
});

it('adds four outer products as four times one', () => {
	fc.assert(
		fc.property(sizes, ({ width, count, seed }) => {
			const random = seededRandom(seed);
			const rows = { values: Float32Array.from(filled(5 * width, random)), width };
			const errors = filled(4 * count, random);
			const four = filled(width * count, random);
			const single = four.slice();
			addFourOuterProducts(rows, 1, errors, count, four);
			for (let j = 0; j < 4; j++) addOuterProduct(rows, 1 + j, errors, j * count, count, single);
			four.forEach((value, at) => expect(value).toBeCloseTo(single[at] as number, 12));
		})
	);
});
