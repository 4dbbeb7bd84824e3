import { DEFAULT_LABELS } from '../src/lib/pipeline/bundle/default-labels';
import {
	ENCODER_DIMENSIONS,
	ENCODER_ID,
	ENCODER_POOLING,
	ENCODER_REVISIONS
} from '../src/lib/pipeline/embed/encoder-revision';
import type { SparseVector } from '../src/lib/pipeline/bundle/features';
import type { HeadModel } from '../src/lib/pipeline/head/head';
import {
	featureMatrix,
	headModelOf,
	type FeatureMatrix,
	type HeadInput
} from '../src/lib/pipeline/train/training-set';
import {
	fitLogisticRegression,
	type TrainingSet
} from '../src/lib/pipeline/train/logistic-regression';
import type { LabelledText } from './labelled-texts';
import { shuffled } from './random';
import { SETTINGS } from './settings';

/** Features and encoder of the default bundle. */
const INPUT: HeadInput = {
	features: {
		embeddingScale: SETTINGS.embeddingScale,
		buckets: SETTINGS.buckets,
		ngramScale: SETTINGS.ngramScale,
		shapeScale: SETTINGS.shapeScale
	},
	encoder: {
		id: ENCODER_ID,
		revision: ENCODER_REVISIONS.int8,
		dimensions: ENCODER_DIMENSIONS,
		pooling: ENCODER_POOLING
	}
};
/** Every visitor fetches the bundle. */
const SIGNIFICANT_DIGITS = 3;

/** What a head learns from one text. */
export type LabelledCanonical = Pick<LabelledText, 'canonical' | 'label' | 'also' | 'weight'>;

/** Texts with their features, ready to be split. */
export interface Prepared {
	texts: readonly LabelledCanonical[];
	input: HeadInput;
	matrix: FeatureMatrix;
}

/**
 * @param embeddings row-major `texts.length × 384`
 * @param features those of the default bundle unless given
 */
export function prepare(
	texts: readonly LabelledCanonical[],
	embeddings: Float32Array,
	features = INPUT.features
): Prepared {
	const input = { ...INPUT, features };
	const canonicals = texts.map(({ canonical }) => canonical);
	return { texts, input, matrix: featureMatrix(input, { texts: canonicals, embeddings }) };
}

/** Fits a head on the chosen rows and gives it in the bundle's form, uncalibrated. */
export function fitHead(prepared: Prepared, rows: readonly number[]): HeadModel {
	const trained = fitLogisticRegression(trainingSet(prepared, rows), {
		c: SETTINGS.c,
		maxIterations: SETTINGS.iterations
	});
	return headModelOf(prepared.input, DEFAULT_LABELS, trained, 1, SIGNIFICANT_DIGITS);
}

function trainingSet({ texts, matrix }: Prepared, rows: readonly number[]): TrainingSet {
	const classes = DEFAULT_LABELS.length;
	const targets = new Float32Array(rows.length * classes);
	rows.forEach((row, i) => targets.set(targetOf(texts[row] as LabelledCanonical), i * classes));
	const { denseWidth, sparseWidth } = matrix;
	const dense = new Float32Array(rows.length * denseWidth);
	rows.forEach((row, i) =>
		dense.set(matrix.dense.subarray(row * denseWidth, (row + 1) * denseWidth), i * denseWidth)
	);
	return {
		dense,
		denseWidth,
		sparse: rows.map((row) => matrix.sparse[row] as SparseVector),
		sparseWidth,
		targets,
		classes,
		weights: Float32Array.from(rows, (row) => (texts[row] as LabelledCanonical).weight)
	};
}

/** Most of the target on the label, a share on what else is acceptable. */
function targetOf({ label, also }: LabelledCanonical): Float32Array {
	const target = new Float32Array(DEFAULT_LABELS.length);
	const second = also.length > 0 ? SETTINGS.secondLabelShare : 0;
	target[DEFAULT_LABELS.indexOf(label)] = 1 - second;
	for (const other of also) target[DEFAULT_LABELS.indexOf(other)] = second / also.length;
	return target;
}

/**
 * Systems dealt to folds in a seeded order, later ones (`systemsSinceDeltas`) after the others; returns the fold of each
 * text.
 */
export function foldsBySystem(texts: readonly LabelledText[], random: () => number): number[] {
	const { folds, systemsSinceDeltas } = SETTINGS;
	const systems = [...new Set(texts.map(({ system }) => system))];
	const isLater = (system: string): boolean => systemsSinceDeltas.includes(system);
	const dealt = [
		...shuffled(
			systems.filter((system) => !isLater(system)),
			random
		),
		...systems.filter(isLater)
	];
	const fold = new Map(dealt.map((system, i) => [system, i % folds]));
	return texts.map(({ system }) => fold.get(system) as number);
}
