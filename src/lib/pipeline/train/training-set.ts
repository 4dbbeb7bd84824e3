import { denseCount, featureVector, type FeatureSpace } from '../bundle/features';
import type { HeadModel } from '../head/head';
import type { LinearWeights, TrainingSet } from './logistic-regression';

/** What a head sees of a text, without the head. */
export type HeadInput = Pick<HeadModel, 'features' | 'encoder'>;

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
	return {
		...featureMatrix(space, data),
		targets,
		classes: classes.length,
		weights: new Float32Array(texts.length).fill(1)
	};
}

/** Features of texts, one row for each. */
export type FeatureMatrix = Pick<TrainingSet, 'dense' | 'denseWidth' | 'sparse' | 'sparseWidth'>;

/** The `featureVector` of each text. */
export function featureMatrix(
	space: FeatureSpace,
	{ texts, embeddings }: EmbeddedTexts
): FeatureMatrix {
	const { dimensions } = space.encoder;
	const denseWidth = denseCount(space);
	const dense = new Float32Array(texts.length * denseWidth);
	const sparse = texts.map((text, i) => {
		const embedding = embeddings.subarray(i * dimensions, (i + 1) * dimensions);
		const vector = featureVector(space, text, embedding);
		dense.set(vector.dense, i * denseWidth);
		return vector.sparse;
	});
	return { dense, denseWidth, sparse, sparseWidth: space.features.buckets };
}

/**
 * A trained head in the bundle's form.
 * @param digits significant digits of a weight: a double prints with up to seventeen, and a bundle travels as a file
 */
export function headModelOf(
	{ features, encoder }: HeadInput,
	classes: readonly string[],
	{ weights, intercepts }: LinearWeights,
	temperature: number,
	digits = 4
): HeadModel {
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
