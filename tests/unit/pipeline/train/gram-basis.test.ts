import { expect, it } from 'vitest';
import { examplesOfBasis, gramBasis } from '../../../../src/lib/pipeline/train/gram-basis';

const set = {
	dense: Float32Array.of(1, 2, 0, 1, 3, -1),
	denseWidth: 2,
	sparse: [
		{ indices: Uint32Array.of(4), values: Float32Array.of(1) },
		{ indices: Uint32Array.of(4, 7), values: Float32Array.of(2, 1) },
		{ indices: Uint32Array.of(), values: Float32Array.of() }
	]
};

it('gives examples the inner products of their features', () => {
	const factor = gramBasis(set);
	const product = (i: number, j: number): number =>
		[0, 1, 2].reduce((sum, d) => sum + (factor[i * 3 + d] ?? 0) * (factor[j * 3 + d] ?? 0), 0);
	expect(product(0, 0)).toBeCloseTo(6, 4);
	expect(product(0, 1)).toBeCloseTo(2 + 2, 4);
	expect(product(1, 2)).toBeCloseTo(-1, 4);
	expect(product(0, 2)).toBeCloseTo(1, 4);
});

it('turns weights in the basis into shares of the examples that score the same', () => {
	const factor = gramBasis(set);
	const weights = Float64Array.of(0.5, -1, 2, 0.25, -0.75, 1);
	const shares = examplesOfBasis(factor, weights, 2);
	for (let i = 0; i < 3; i++)
		for (let k = 0; k < 2; k++) {
			const dot = (j: number): number =>
				[0, 1, 2].reduce((sum, d) => sum + (factor[i * 3 + d] ?? 0) * (factor[j * 3 + d] ?? 0), 0);
			const byShares = [0, 1, 2].reduce((sum, j) => sum + dot(j) * (shares[j * 2 + k] ?? 0), 0);
			const byWeights = [0, 1, 2].reduce(
				(sum, d) => sum + (factor[i * 3 + d] ?? 0) * (weights[d * 2 + k] ?? 0),
				0
			);
			expect(byShares).toBeCloseTo(byWeights, 6);
		}
});

it('takes equal examples', () => {
	const twice = {
		...set,
		dense: Float32Array.of(1, 2, 1, 2, 3, -1),
		sparse: [0, 0, 2].map((i) => set.sparse[i] as (typeof set.sparse)[number])
	};
	expect([...gramBasis(twice)].every(Number.isFinite)).toBe(true);
});
