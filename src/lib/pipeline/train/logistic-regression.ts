import {
	addFourOuterProducts,
	addOuterProduct,
	addRowProduct,
	addTwoRowProducts,
	type DenseRows
} from './dense-product';
import type { SparseVector } from '../bundle/features';
import { minimise } from './lbfgs';

/** Examples as the head sees them, scaled already. */
export interface TrainingSet {
	/** Row-major `examples × denseWidth`. */
	dense: Float32Array;
	denseWidth: number;
	/** One for each example; positions below `sparseWidth`. */
	sparse: readonly SparseVector[];
	sparseWidth: number;
	/** Row-major `examples × classes`: how much of each class an example is; a row sums to 1. */
	targets: Float32Array;
	classes: number;
	/** One for each example: its share in the loss. */
	weights: Float32Array;
	/** Row-major `examples × classes`: logits that another head gives already; what is learned is added to them. */
	offsets?: Float64Array;
}

export interface FitOptions {
	/** Inverse strength of the L2 penalty, as scikit-learn's `C`: larger fits closer. */
	c: number;
	/** Penalty on the intercepts, as a share of that on the weights; 0 leaves them free. */
	interceptPenalty?: number;
	maxIterations?: number;
	/** Share of the loss that four iterations must gain for the fit to go on; 0 unless given. */
	relativeTolerance?: number;
	/** Called after each iteration; throwing stops the training (an abort). */
	onIteration?: (iteration: number, loss: number) => void;
}

/** Weights feature-major (`features × classes`: dense features, then sparse ones) and one intercept for each class. */
export interface LinearWeights {
	weights: Float64Array;
	intercepts: Float64Array;
}

/** Examples that the dense products take at once. */
const BLOCK = 4;

/**
 * Multinomial logistic regression with an L2 penalty on the weights, as scikit-learn has it:
 * minimises `C · Σ wᵢ · crossEntropy(targetᵢ, softmax(oᵢ + W xᵢ + b)) + ½ ‖W‖² + ½ p ‖b‖²` with L-BFGS. With the logits
 * of another head as offsets `o` it learns a correction of that head, for which the penalty is the distance from it
 * (Chelba & Acero, Adaptation of Maximum Entropy Capitalizer, 2006).
 */
export function fitLogisticRegression(set: TrainingSet, options: FitOptions): LinearWeights {
	const weightCount = (set.denseWidth + set.sparseWidth) * set.classes;
	const parameters = new Float64Array(weightCount + set.classes);
	const totalWeight = set.weights.reduce((sum, weight) => sum + weight, 0);
	// Divided by the number of examples, so that the tolerance means the same for every size of training set.
	const penalty = 1 / (options.c * totalWeight);
	const penalties = { weights: penalty, intercepts: penalty * (options.interceptPenalty ?? 0) };
	minimise((x, gradient) => loss(set, x, gradient, penalties, totalWeight), parameters, {
		maxIterations: options.maxIterations ?? 200,
		tolerance: 1e-6,
		relativeTolerance: options.relativeTolerance ?? 0,
		...(options.onIteration ? { onIteration: options.onIteration } : {})
	});
	return {
		weights: parameters.slice(0, weightCount),
		intercepts: parameters.slice(weightCount)
	};
}

function loss(
	set: TrainingSet,
	x: Float64Array,
	gradient: Float64Array,
	penalties: { weights: number; intercepts: number },
	totalWeight: number
): number {
	const { classes, weights } = set;
	const weightCount = x.length - classes;
	let total = 0;
	for (let i = 0; i < x.length; i++) {
		const penalty = i < weightCount ? penalties.weights : penalties.intercepts;
		const value = x[i] as number;
		total += 0.5 * penalty * value ** 2;
		gradient[i] = penalty * value;
	}
	const errors = new Float64Array(BLOCK * classes);
	for (let first = 0; first < weights.length; first += BLOCK) {
		const count = Math.min(BLOCK, weights.length - first);
		scores(set, first, count, x, errors);
		for (let j = 0; j < count; j++) {
			const weight = (weights[first + j] as number) / totalWeight;
			total += toErrors(set, first + j, weight, errors, j * classes, gradient);
			addSparseOuter(set, first + j, errors, j * classes, gradient);
		}
		addDenseOuter(set, first, count, errors, gradient);
	}
	return total;
}

const denseOf = ({ dense, denseWidth }: TrainingSet): DenseRows => ({
	values: dense,
	width: denseWidth
});

/** Logits of a block of examples, into `out` one after the other. */
function scores(
	set: TrainingSet,
	first: number,
	count: number,
	x: Float64Array,
	out: Float64Array
): void {
	const { classes, offsets } = set;
	const intercepts = x.subarray(x.length - classes);
	for (let j = 0; j < count; j++)
		for (let k = 0; k < classes; k++)
			out[j * classes + k] =
				(intercepts[k] as number) + (offsets ? (offsets[(first + j) * classes + k] as number) : 0);
	const rows = denseOf(set);
	if (count === BLOCK)
		for (const j of [0, 2]) addTwoRowProducts(rows, first + j, x, classes, out, j * classes);
	else for (let j = 0; j < count; j++) addRowProduct(rows, first + j, x, classes, out, j * classes);
	for (let j = 0; j < count; j++) addSparseScores(set, first + j, x, out, j * classes);
}

function addSparseScores(
	{ denseWidth, sparse, classes }: TrainingSet,
	example: number,
	x: Float64Array,
	out: Float64Array,
	start: number
): void {
	const { indices, values } = sparse[example] as SparseVector;
	for (let j = 0; j < indices.length; j++) {
		const value = values[j] as number;
		const at = (denseWidth + (indices[j] as number)) * classes;
		for (let k = 0; k < classes; k++)
			out[start + k] = (out[start + k] as number) + value * (x[at + k] as number);
	}
}

/** Turns an example's logits into its weighted errors, adds them to the intercepts' gradient and returns its loss. */
function toErrors(
	{ targets, classes }: TrainingSet,
	example: number,
	weight: number,
	errors: Float64Array,
	start: number,
	gradient: Float64Array
): number {
	const intercepts = gradient.length - classes;
	const logSum = logSumExp(errors, start, classes);
	let total = 0;
	for (let k = 0; k < classes; k++) {
		const target = targets[example * classes + k] as number;
		const logit = errors[start + k] as number;
		total += weight * target * (logSum - logit);
		const error = weight * (Math.exp(logit - logSum) - target);
		errors[start + k] = error;
		gradient[intercepts + k] = (gradient[intercepts + k] as number) + error;
	}
	return total;
}

/** Adds `dense features ⊗ errors` of a block of examples to the gradient. */
function addDenseOuter(
	set: TrainingSet,
	first: number,
	count: number,
	errors: Float64Array,
	gradient: Float64Array
): void {
	const { classes } = set;
	if (count === BLOCK) addFourOuterProducts(denseOf(set), first, errors, classes, gradient);
	else
		for (let j = 0; j < count; j++)
			addOuterProduct(denseOf(set), first + j, errors, j * classes, classes, gradient);
}

/** Adds `sparse features ⊗ errors` of one example to the gradient. */
function addSparseOuter(
	{ denseWidth, sparse, classes }: TrainingSet,
	example: number,
	errors: Float64Array,
	start: number,
	gradient: Float64Array
): void {
	const { indices, values } = sparse[example] as SparseVector;
	for (let j = 0; j < indices.length; j++) {
		const value = values[j] as number;
		const at = (denseWidth + (indices[j] as number)) * classes;
		for (let k = 0; k < classes; k++)
			gradient[at + k] = (gradient[at + k] as number) + value * (errors[start + k] as number);
	}
}

function logSumExp(values: Float64Array, start: number, count: number): number {
	let highest = -Infinity;
	for (let i = start; i < start + count; i++) highest = Math.max(highest, values[i] as number);
	let sum = 0;
	for (let i = start; i < start + count; i++) sum += Math.exp((values[i] as number) - highest);
	return highest + Math.log(sum);
}
