import type { Bundle } from '../bundle/bundle';
import { hashedNgrams, shapeOf, SHAPE_FEATURES, type SparseVector } from '../bundle/features';
import type { TrainedHead, TrainingSet } from './logistic-regression';

/** The part of a bundle that scores. */
export type Scorer = Pick<Bundle, 'head' | 'features' | 'encoder'>;

/** What a head sees of a text, without the head. */
export type FeatureSpace = Pick<Scorer, 'features' | 'encoder'>;

/** Canonical texts with their embeddings. */
export interface EmbeddedTexts {
	texts: readonly string[];
	/** Row-major `texts.length × dimensions`, unit length. */
	embeddings: Float32Array;
}

/** The same with one label for each. */
export interface LabelledTexts extends EmbeddedTexts {
	labels: readonly string[];
}

/** Labelled texts as features and targets. Throws a RangeError when labels or embeddings are not one for each text. */
export function trainingSetOf(
	space: FeatureSpace,
	data: LabelledTexts,
	classes: readonly string[]
): TrainingSet {
	const { texts, labels, embeddings } = data;
	const { dimensions } = space.encoder;
	if (labels.length !== texts.length || embeddings.length !== texts.length * dimensions)
		throw new RangeError(
			`${texts.length} texts need as many labels (got ${labels.length}) and ${texts.length * dimensions} numbers (got ${embeddings.length})`
		);
	const positions = new Map(classes.map((label, at) => [label, at]));
	const targets = new Float32Array(texts.length * classes.length);
	labels.forEach((label, i) => (targets[i * classes.length + (positions.get(label) ?? 0)] = 1));
	const { dense, denseWidth } = denseFeatures(space, data);
	return {
		dense,
		denseWidth,
		sparse: texts.map((text) => ngrams(text, space.features)),
		sparseWidth: space.features.buckets,
		targets,
		classes: classes.length,
		weights: new Float32Array(texts.length).fill(1)
	};
}

function denseFeatures(
	{ features, encoder }: FeatureSpace,
	{ texts, embeddings }: EmbeddedTexts
): Pick<TrainingSet, 'dense' | 'denseWidth'> {
	const shapes = features.shapeScale > 0 ? SHAPE_FEATURES.length : 0;
	const { dimensions } = encoder;
	const denseWidth = dimensions + shapes;
	const dense = new Float32Array(texts.length * denseWidth);
	texts.forEach((text, i) => {
		for (let d = 0; d < dimensions; d++)
			dense[i * denseWidth + d] =
				features.embeddingScale * (embeddings[i * dimensions + d] as number);
		if (shapes > 0)
			dense.set(
				shapeOf(text).map((value) => features.shapeScale * value),
				i * denseWidth + dimensions
			);
	});
	return { dense, denseWidth };
}

const NO_NGRAMS: SparseVector = { indices: new Uint32Array(), values: new Float32Array() };

function ngrams(text: string, { buckets, ngramScale }: Bundle['features']): SparseVector {
	if (buckets === 0) return NO_NGRAMS;
	const { indices, values } = hashedNgrams(text, buckets);
	return { indices, values: values.map((value) => value * ngramScale) };
}

/**
 * A trained head in the bundle's form.
 * @param digits significant digits of a weight: a double prints with up to seventeen, and a bundle travels as a file
 */
export function scorerOf(
	{ features, encoder }: FeatureSpace,
	classes: readonly string[],
	{ weights, intercepts }: TrainedHead,
	temperature: number,
	digits = 4
): Scorer {
	const rounded = (value: number): number => Number(value.toPrecision(digits));
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
