import type { Bundle } from '../src/lib/pipeline/bundle';
import { DEFAULT_LABELS, type DefaultLabel } from '../src/lib/pipeline/default-labels';
import {
	ENCODER_DIMENSIONS,
	ENCODER_ID,
	ENCODER_POOLING,
	ENCODER_REVISIONS
} from '../src/lib/pipeline/encoder-revision';
import {
	hashedNgrams,
	shapeOf,
	SHAPE_FEATURES,
	type SparseVector
} from '../src/lib/pipeline/features';
import { trainHead, type TrainedHead, type TrainingSet } from '../src/lib/pipeline/train-head';
import type { LabelledText } from './labelled-texts';
import { SETTINGS } from './settings';

/** The part of a bundle that scores. */
export type Scorer = Pick<Bundle, 'head' | 'features' | 'encoder'>;

const FEATURES: Bundle['features'] = {
	embeddingScale: SETTINGS.embeddingScale,
	buckets: SETTINGS.buckets,
	ngramScale: SETTINGS.ngramScale,
	shapeScale: SETTINGS.shapeScale
};

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
	return scorerOf(trained);
}

/**
 * Adapts a bundle's head to a few labelled texts of one system: the penalty pulls towards the bundle's weights.
 * @param embeddings row-major, one for each example
 */
export function adaptHead(
	{ head }: Scorer,
	examples: readonly { canonical: string; label: string }[],
	embeddings: Float32Array
): Scorer {
	const texts = examples.map(({ canonical, label }) => ({
		canonical,
		label: label as DefaultLabel,
		also: [],
		weight: 1
	}));
	const rows = texts.map((_, i) => i);
	const width = head.coefficients[0]?.length ?? 0;
	const weights = new Float64Array(width * head.classes.length);
	head.coefficients.forEach((row, k) =>
		row.forEach((value, f) => (weights[f * head.classes.length + k] = value))
	);
	const trained = trainHead(trainingSet(prepare(texts, embeddings), rows), {
		c: SETTINGS.adaptC,
		maxIterations: SETTINGS.iterations,
		prior: { weights, intercepts: Float64Array.from(head.intercepts) }
	});
	return scorerOf(trained);
}

/** A trained head in the bundle's form. */
function scorerOf({ weights, intercepts }: TrainedHead): Scorer {
	const classes = DEFAULT_LABELS.length;
	const width = weights.length / classes;
	return {
		features: FEATURES,
		encoder: {
			id: ENCODER_ID,
			revision: ENCODER_REVISIONS.int8,
			dimensions: ENCODER_DIMENSIONS,
			pooling: ENCODER_POOLING
		},
		head: {
			classes: [...DEFAULT_LABELS],
			coefficients: DEFAULT_LABELS.map((_, k) =>
				Array.from({ length: width }, (_value, f) => rounded(weights[f * classes + k] as number))
			),
			intercepts: Array.from(intercepts, rounded),
			temperature: 1
		}
	};
}

/** Three significant digits: a double prints with up to seventeen, and the bundle is fetched by every visitor. */
const rounded = (value: number): number => Number(value.toPrecision(3));

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
