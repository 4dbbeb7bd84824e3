import type { SparseVector } from './features';
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
}

export interface TrainOptions {
	/** Inverse strength of the L2 penalty, as scikit-learn's `C`: larger fits closer. */
	c: number;
	maxIterations?: number;
	/**
	 * A head for the same features and classes to stay close to: the penalty is on the distance from its weights, so that a
	 * few examples adapt it rather than replace it (Chelba & Acero, Adaptation of Maximum Entropy Capitalizer, 2006).
	 */
	prior?: TrainedHead;
	/** Called after each iteration; throwing stops the training (an abort). */
	onIteration?: (iteration: number, loss: number) => void;
}

/** Weights feature-major (`features × classes`: dense features, then sparse ones) and one intercept for each class. */
export interface TrainedHead {
	weights: Float64Array;
	intercepts: Float64Array;
}

/**
 * Multinomial logistic regression with an L2 penalty on the weights (not on the intercepts):
 * minimises `C · Σ wᵢ · crossEntropy(targetᵢ, softmax(W xᵢ + b)) + ½ ‖W − W₀‖²` with L-BFGS, as scikit-learn does for
 * `W₀ = 0`.
 */
export function trainHead(set: TrainingSet, options: TrainOptions): TrainedHead {
	const { classes, denseWidth, sparseWidth } = set;
	const weightCount = (denseWidth + sparseWidth) * classes;
	const parameters = new Float64Array(weightCount + classes);
	if (options.prior) {
		parameters.set(options.prior.weights);
		parameters.set(options.prior.intercepts, weightCount);
	}
	// A prior holds the intercepts too, or a few examples of one class would win every text for it.
	const center = options.prior ? parameters.slice() : new Float64Array(weightCount);
	const totalWeight = set.weights.reduce((sum, weight) => sum + weight, 0);
	// Divided by the number of examples, so that the tolerance means the same for every size of training set.
	const penalty = 1 / (options.c * totalWeight);
	minimise((x, gradient) => loss(set, x, gradient, center, penalty, totalWeight), parameters, {
		maxIterations: options.maxIterations ?? 200,
		tolerance: 1e-6,
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
	center: Float64Array,
	penalty: number,
	totalWeight: number
): number {
	const { classes, denseWidth, sparseWidth, targets, weights } = set;
	const weightCount = (denseWidth + sparseWidth) * classes;
	let total = 0;
	gradient.fill(0, weightCount);
	for (let i = 0; i < center.length; i++) {
		const distance = (x[i] as number) - (center[i] as number);
		total += 0.5 * penalty * distance ** 2;
		gradient[i] = penalty * distance;
	}
	const errors = new Float64Array(classes);
	for (let example = 0; example < weights.length; example++) {
		const weight = (weights[example] as number) / totalWeight;
		scores(set, example, x, errors);
		const logSum = logSumExp(errors);
		for (let k = 0; k < classes; k++) {
			const target = targets[example * classes + k] as number;
			const logit = errors[k] as number;
			total += weight * target * (logSum - logit);
			errors[k] = weight * (Math.exp(logit - logSum) - target);
			gradient[weightCount + k] = (gradient[weightCount + k] as number) + (errors[k] as number);
		}
		addOuter(set, example, errors, gradient);
	}
	return total;
}

/** Logits of one example, into `out`. */
function scores(set: TrainingSet, example: number, x: Float64Array, out: Float64Array): void {
	const { dense, denseWidth, sparse, sparseWidth, classes } = set;
	const intercepts = (denseWidth + sparseWidth) * classes;
	for (let k = 0; k < classes; k++) out[k] = x[intercepts + k] as number;
	for (let d = 0; d < denseWidth; d++) {
		const value = dense[example * denseWidth + d] as number;
		const at = d * classes;
		for (let k = 0; k < classes; k++) out[k] = (out[k] as number) + value * (x[at + k] as number);
	}
	const { indices, values } = sparse[example] as SparseVector;
	for (let j = 0; j < indices.length; j++) {
		const value = values[j] as number;
		const at = (denseWidth + (indices[j] as number)) * classes;
		for (let k = 0; k < classes; k++) out[k] = (out[k] as number) + value * (x[at + k] as number);
	}
}

/** Adds `features ⊗ errors` of one example to the gradient. */
function addOuter(
	set: TrainingSet,
	example: number,
	errors: Float64Array,
	gradient: Float64Array
): void {
	const { dense, denseWidth, sparse, classes } = set;
	for (let d = 0; d < denseWidth; d++) {
		const value = dense[example * denseWidth + d] as number;
		const at = d * classes;
		for (let k = 0; k < classes; k++)
			gradient[at + k] = (gradient[at + k] as number) + value * (errors[k] as number);
	}
	const { indices, values } = sparse[example] as SparseVector;
	for (let j = 0; j < indices.length; j++) {
		const value = values[j] as number;
		const at = (denseWidth + (indices[j] as number)) * classes;
		for (let k = 0; k < classes; k++)
			gradient[at + k] = (gradient[at + k] as number) + value * (errors[k] as number);
	}
}

function logSumExp(values: Float64Array): number {
	let highest = -Infinity;
	for (let i = 0; i < values.length; i++) highest = Math.max(highest, values[i] as number);
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += Math.exp((values[i] as number) - highest);
	return highest + Math.log(sum);
}
