import type { Bundle } from './bundle';
import { hashedNgrams, shapeOf, SHAPE_FEATURES, type SparseVector } from './features';
import { trainHead, type TrainedHead, type TrainingSet } from './train-head';

/** The part of a bundle that scores. */
export type Scorer = Pick<Bundle, 'head' | 'features' | 'encoder'>;

/** Labelled canonical texts with their embeddings. */
export interface LabelledTexts {
	texts: readonly string[];
	labels: readonly string[];
	/** Row-major `texts.length × dimensions`, unit length. */
	embeddings: Float32Array;
}

export interface TeachOptions {
	/** Inverse strength of the L2 penalty, as scikit-learn's `C`. */
	c: number;
	/** Classes beyond those of the labels given, so that every fold of a validation has the same. */
	classes?: readonly string[];
	/** Called after each iteration; throwing stops the training. */
	onIteration?: (iteration: number) => void;
}

/** Iterations after which a fit is as good as converged. */
const ITERATIONS = 120;
/** How far below the least common class a label starts that the head has never seen. */
const NEW_CLASS_OFFSET = 1;

/** Trains a head from scratch, over the features of `base`; uncalibrated (temperature 1). */
export function trainScorer(
	base: Pick<Scorer, 'features' | 'encoder'>,
	data: LabelledTexts,
	options: TeachOptions
): Scorer {
	const classes = [...new Set([...(options.classes ?? []), ...data.labels])];
	const trained = fit(base, data, classes, options, undefined);
	return scorerOf(base, classes, trained, 1);
}

/**
 * Adapts a head to labelled texts: the penalty pulls towards the head's weights, so that a few examples bend it rather
 * than replace it. A label that the head does not know gets a class of its own. The temperature stays.
 */
export function adaptScorer(base: Scorer, data: LabelledTexts, options: TeachOptions): Scorer {
	const known = new Set(base.head.classes);
	const added = [...new Set([...(options.classes ?? []), ...data.labels])].filter(
		(label) => !known.has(label)
	);
	const classes = [...base.head.classes, ...added];
	const trained = fit(base, data, classes, options, priorOf(base, added.length));
	return scorerOf(base, classes, trained, base.head.temperature);
}

/** The head's weights, feature-major, with empty rows for new classes. */
function priorOf({ head }: Scorer, added: number): TrainedHead {
	const rows = head.classes.length;
	const classes = rows + added;
	const width = head.coefficients[0]?.length ?? 0;
	const weights = new Float64Array(width * classes);
	head.coefficients.forEach((row, k) =>
		row.forEach((value, f) => (weights[f * classes + k] = value))
	);
	const lowest = Math.min(...head.intercepts) - NEW_CLASS_OFFSET;
	const intercepts = Float64Array.from({ length: classes }, (_, k) => head.intercepts[k] ?? lowest);
	return { weights, intercepts };
}

function fit(
	base: Pick<Scorer, 'features' | 'encoder'>,
	data: LabelledTexts,
	classes: readonly string[],
	{ c, onIteration }: TeachOptions,
	prior: TrainedHead | undefined
): TrainedHead {
	const full = trainingSet(base, data, classes);
	const { set, kept } = withoutUnused(full);
	const small = prior && { ...prior, weights: rowsOf(prior.weights, kept, classes.length) };
	const trained = trainHead(set, {
		c,
		maxIterations: ITERATIONS,
		...(small ? { prior: small } : {}),
		...(onIteration ? { onIteration } : {})
	});
	const width = full.denseWidth + full.sparseWidth;
	const weights = prior ? prior.weights.slice() : new Float64Array(width * classes.length);
	kept.forEach((feature, at) =>
		weights.set(
			trained.weights.subarray(at * classes.length, (at + 1) * classes.length),
			feature * classes.length
		)
	);
	return { weights, intercepts: trained.intercepts };
}

/**
 * A training set without the n-gram buckets that none of its texts has: the penalty alone would hold their weights where
 * they start, so leaving them out changes nothing but the time, which is a tenth for a few dozen texts.
 *
 * @returns the set, and for each of its features the position that it had
 */
function withoutUnused(set: TrainingSet): { set: TrainingSet; kept: number[] } {
	const used = [...new Set(set.sparse.flatMap(({ indices }) => [...indices]))].sort(
		(a, b) => a - b
	);
	const positions = new Map(used.map((bucket, at) => [bucket, at]));
	const sparse = set.sparse.map(({ indices, values }) => ({
		indices: indices.map((bucket) => positions.get(bucket) as number),
		values
	}));
	const dense = Array.from({ length: set.denseWidth }, (_, feature) => feature);
	return {
		set: { ...set, sparse, sparseWidth: used.length },
		kept: [...dense, ...used.map((bucket) => set.denseWidth + bucket)]
	};
}

/** The chosen rows of a `features × classes` matrix. */
function rowsOf(matrix: Float64Array, features: readonly number[], classes: number): Float64Array {
	const rows = new Float64Array(features.length * classes);
	features.forEach((feature, at) =>
		rows.set(matrix.subarray(feature * classes, (feature + 1) * classes), at * classes)
	);
	return rows;
}

function trainingSet(
	{ features, encoder }: Pick<Scorer, 'features' | 'encoder'>,
	{ texts, labels, embeddings }: LabelledTexts,
	classes: readonly string[]
): TrainingSet {
	const shapes = features.shapeScale > 0 ? SHAPE_FEATURES.length : 0;
	const { dimensions } = encoder;
	if (labels.length !== texts.length || embeddings.length !== texts.length * dimensions)
		throw new RangeError(
			`${texts.length} texts need as many labels (got ${labels.length}) and ${texts.length * dimensions} numbers (got ${embeddings.length})`
		);
	const width = dimensions + shapes;
	const dense = new Float32Array(texts.length * width);
	const targets = new Float32Array(texts.length * classes.length);
	texts.forEach((text, i) => {
		for (let d = 0; d < dimensions; d++)
			dense[i * width + d] = features.embeddingScale * (embeddings[i * dimensions + d] as number);
		if (shapes > 0)
			dense.set(
				shapeOf(text).map((value) => features.shapeScale * value),
				i * width + dimensions
			);
		targets[i * classes.length + classes.indexOf(labels[i] as string)] = 1;
	});
	return {
		dense,
		denseWidth: width,
		sparse: texts.map((text) => ngrams(text, features)),
		sparseWidth: features.buckets,
		targets,
		classes: classes.length,
		weights: new Float32Array(texts.length).fill(1)
	};
}

const NO_NGRAMS: SparseVector = { indices: new Uint32Array(), values: new Float32Array() };

function ngrams(text: string, { buckets, ngramScale }: Bundle['features']): SparseVector {
	if (buckets === 0) return NO_NGRAMS;
	const { indices, values } = hashedNgrams(text, buckets);
	return { indices, values: values.map((value) => value * ngramScale) };
}

function scorerOf(
	{ features, encoder }: Pick<Scorer, 'features' | 'encoder'>,
	classes: readonly string[],
	{ weights, intercepts }: TrainedHead,
	temperature: number
): Scorer {
	const width = weights.length / classes.length;
	return {
		features,
		encoder,
		head: {
			classes: [...classes],
			coefficients: classes.map((_, k) =>
				Array.from({ length: width }, (_value, f) =>
					rounded(weights[f * classes.length + k] as number)
				)
			),
			intercepts: Array.from(intercepts, rounded),
			temperature
		}
	};
}

/** Four significant digits: a double prints with up to seventeen, and a bundle travels as a file. */
const rounded = (value: number): number => Number(value.toPrecision(4));
