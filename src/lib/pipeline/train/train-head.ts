import { SCRATCH_C } from '../constants';
import type { HeadModel } from '../head/head';
import { headModelOf, trainingSetOf, type HeadInput, type LabelledTexts } from './training-set';
import { fitLogisticRegression, type LinearWeights, type TrainingSet } from './logistic-regression';

export interface TrainOptions {
	/** Inverse strength of the L2 penalty, as scikit-learn's `C`; `SCRATCH_C` unless given. */
	c?: number;
	/** Classes beyond those of the labels given, so that every fold of a validation has the same. */
	classes?: readonly string[];
	/** Called after each iteration; throwing stops the training. */
	onIteration?: (iteration: number) => void;
}

/** Iterations after which a fit is as good as converged. */
const ITERATIONS = 120;
/** Going on for less than this share of the loss cost two fifths of the time and moved nothing on held-out systems. */
const RELATIVE_TOLERANCE = 1e-3;

/**
 * Trains a head from the labelled texts alone, over the features of `base`; uncalibrated (temperature 1). Any labels; one
 * text a label is enough to start. For labels that a bundle knows already, `adaptHead` needs far fewer texts.
 */
export function trainHead(
	base: HeadInput,
	data: LabelledTexts,
	options: TrainOptions = {}
): HeadModel {
	const classes = [...new Set([...(options.classes ?? []), ...data.labels])];
	const trained = fitUsedFeatures(trainingSetOf(base, data, classes), options);
	return headModelOf(base, classes, trained, 1);
}

/** Fits a set without the n-gram buckets that none of its texts has; their weights are 0, which the penalty would make them. */
export function fitUsedFeatures(
	set: TrainingSet,
	{ c = SCRATCH_C, onIteration, ...rest }: TrainOptions & { interceptPenalty?: number }
): LinearWeights {
	const { used, kept } = withoutUnused(set);
	const trained = fitLogisticRegression(used, {
		c,
		maxIterations: ITERATIONS,
		relativeTolerance: RELATIVE_TOLERANCE,
		...(rest.interceptPenalty === undefined ? {} : { interceptPenalty: rest.interceptPenalty }),
		...(onIteration ? { onIteration } : {})
	});
	const { classes } = set;
	const weights = new Float64Array((set.denseWidth + set.sparseWidth) * classes);
	kept.forEach((feature, at) =>
		weights.set(trained.weights.subarray(at * classes, (at + 1) * classes), feature * classes)
	);
	return { weights, intercepts: trained.intercepts };
}

/** The set over the buckets that occur, and for each of its features the position that it had. */
function withoutUnused(set: TrainingSet): { used: TrainingSet; kept: number[] } {
	const buckets = [...new Set(set.sparse.flatMap(({ indices }) => [...indices]))].sort(
		(a, b) => a - b
	);
	const positions = new Map(buckets.map((bucket, at) => [bucket, at]));
	const sparse = set.sparse.map(({ indices, values }) => ({
		indices: indices.map((bucket) => positions.get(bucket) as number),
		values
	}));
	const dense = Array.from({ length: set.denseWidth }, (_, feature) => feature);
	return {
		used: { ...set, sparse, sparseWidth: buckets.length },
		kept: [...dense, ...buckets.map((bucket) => set.denseWidth + bucket)]
	};
}
