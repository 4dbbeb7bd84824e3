import type { Bundle } from '../src/lib/pipeline/bundle/bundle';
import { DEFAULT_LABELS } from '../src/lib/pipeline/bundle/default-labels';
import {
	ENCODER_DIMENSIONS,
	ENCODER_ID,
	ENCODER_POOLING,
	ENCODER_REVISIONS
} from '../src/lib/pipeline/embed/encoder-revision';
import {
	hashedNgrams,
	shapeOf,
	SHAPE_FEATURES,
	type SparseVector
} from '../src/lib/pipeline/bundle/features';
import { scorerOf, type FeatureSpace, type Scorer } from '../src/lib/pipeline/train/training-set';
import { trainHead, type TrainingSet } from '../src/lib/pipeline/train/logistic-regression';
import type { LabelledText } from './labelled-texts';
import { SETTINGS } from './settings';

const FEATURES: Bundle['features'] = {
	embeddingScale: SETTINGS.embeddingScale,
	buckets: SETTINGS.buckets,
	ngramScale: SETTINGS.ngramScale,
	shapeScale: SETTINGS.shapeScale
};

const SPACE: FeatureSpace = {
	features: FEATURES,
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
	dense: Float32Array;
	sparse: SparseVector[];
}

const DENSE = ENCODER_DIMENSIONS + SHAPE_FEATURES.length;

/** @param embeddings row-major `texts.length × 384` */
export function prepare(texts: readonly LabelledCanonical[], embeddings: Float32Array): Prepared {
	const dense = new Float32Array(texts.length * DENSE);
	texts.forEach(({ canonical }, i) => {
		const embedding = embeddings.subarray(i * ENCODER_DIMENSIONS, (i + 1) * ENCODER_DIMENSIONS);
		dense.set(
			embedding.map((value) => value * FEATURES.embeddingScale),
			i * DENSE
		);
		dense.set(
			shapeOf(canonical).map((value) => value * FEATURES.shapeScale),
			i * DENSE + ENCODER_DIMENSIONS
		);
	});
	const sparse = texts.map(({ canonical }) => {
		const { indices, values } = hashedNgrams(canonical, FEATURES.buckets);
		return { indices, values: values.map((value) => value * FEATURES.ngramScale) };
	});
	return { texts, dense, sparse };
}

/** Fits a head on the chosen rows and gives it in the bundle's form, uncalibrated. */
export function fitHead(prepared: Prepared, rows: readonly number[]): Scorer {
	const trained = trainHead(trainingSet(prepared, rows), {
		c: SETTINGS.c,
		maxIterations: SETTINGS.iterations
	});
	return scorerOf(SPACE, DEFAULT_LABELS, trained, 1, SIGNIFICANT_DIGITS);
}

function trainingSet({ texts, dense, sparse }: Prepared, rows: readonly number[]): TrainingSet {
	const classes = DEFAULT_LABELS.length;
	const targets = new Float32Array(rows.length * classes);
	rows.forEach((row, i) => targets.set(targetOf(texts[row] as LabelledCanonical), i * classes));
	const chosen = new Float32Array(rows.length * DENSE);
	rows.forEach((row, i) => chosen.set(dense.subarray(row * DENSE, (row + 1) * DENSE), i * DENSE));
	return {
		dense: chosen,
		denseWidth: DENSE,
		sparse: rows.map((row) => sparse[row] as SparseVector),
		sparseWidth: FEATURES.buckets,
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

/** Systems dealt to folds in a seeded order; returns the fold of each text. */
export function foldsBySystem(texts: readonly LabelledText[], random: () => number): number[] {
	const systems = [...new Set(texts.map(({ system }) => system))];
	for (let i = systems.length - 1; i > 0; i--) {
		const j = Math.floor(random() * (i + 1));
		[systems[i], systems[j]] = [systems[j] as string, systems[i] as string];
	}
	const fold = new Map(systems.map((system, i) => [system, i % SETTINGS.folds]));
	return texts.map(({ system }) => fold.get(system) as number);
}
