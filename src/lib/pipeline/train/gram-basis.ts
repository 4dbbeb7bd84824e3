import type { SparseVector } from '../bundle/features';
import type { TrainingSet } from './logistic-regression';

/**
 * A few examples in a basis of their own: with n examples of many features, a head that learns from them is a sum of their
 * features, so n numbers an example say as much as all of them (representer theorem; Schölkopf & Smola, Learning with
 * Kernels, 2002, section 4.2). Row i of the Cholesky factor of the matrix of inner products stands for example i: the rows
 * have the examples' inner products, so lengths, and with them the L2 penalty, stay what they are.
 *
 * @returns row-major `n × n`, lower triangular
 */
export function gramBasis(set: Pick<TrainingSet, 'dense' | 'denseWidth' | 'sparse'>): Float64Array {
	const n = set.sparse.length;
	const factor = new Float64Array(n * n);
	const sparse = set.sparse.map(toMap);
	for (let i = 0; i < n; i++)
		for (let j = 0; j <= i; j++) {
			let rest = denseDot(set, i, j) + sparseDot(set.sparse[i] as SparseVector, sparse[j]);
			for (let m = 0; m < j; m++)
				rest -= (factor[i * n + m] as number) * (factor[j * n + m] as number);
			// Equal examples leave nothing: the ridge keeps the factor from being singular.
			factor[i * n + j] =
				i === j ? Math.sqrt(Math.max(rest, 0) + RIDGE) : rest / (factor[j * n + j] as number);
		}
	return factor;
}

const RIDGE = 1e-6;

/**
 * How much of each example's features the weights hold that were learned in its basis: solves `Lᵀ A = V` from the last row
 * up.
 * @param factor of `gramBasis`
 * @param weights row-major `n × classes`
 * @returns row-major `n × classes`
 */
export function examplesOfBasis(
	factor: Float64Array,
	weights: Float64Array,
	classes: number
): Float64Array {
	const shares = weights.slice();
	const n = shares.length / classes;
	for (let i = n - 1; i >= 0; i--)
		for (let k = 0; k < classes; k++) {
			let rest = shares[i * classes + k] as number;
			for (let j = i + 1; j < n; j++)
				rest -= (factor[j * n + i] as number) * (shares[j * classes + k] as number);
			shares[i * classes + k] = rest / (factor[i * n + i] as number);
		}
	return shares;
}

function denseDot(
	{ dense, denseWidth }: Pick<TrainingSet, 'dense' | 'denseWidth'>,
	i: number,
	j: number
): number {
	let sum = 0;
	for (let d = 0; d < denseWidth; d++)
		sum += (dense[i * denseWidth + d] as number) * (dense[j * denseWidth + d] as number);
	return sum;
}

const toMap = ({ indices, values }: SparseVector): Map<number, number> =>
	new Map(Array.from(indices, (index, at) => [index, values[at] as number]));

function sparseDot({ indices, values }: SparseVector, other: Map<number, number> | undefined) {
	let sum = 0;
	for (let at = 0; at < indices.length; at++)
		sum += (values[at] as number) * (other?.get(indices[at] as number) ?? 0);
	return sum;
}
