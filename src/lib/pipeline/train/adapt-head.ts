import {
	CANDIDATES,
	compareCandidates,
	inBasis,
	mixCandidates,
	type OffsetSet
} from './adapt-candidates';
import { fitTemperature } from './temperature-scaling';
import { examplesOfBasis } from './gram-basis';
import type { Bundle } from '../bundle/bundle';
import { Head, softmax, type HeadModel } from '../head/head';
import { headModelOf, trainingSetOf, type EmbeddedTexts, type LabelledTexts } from './training-set';
import { fitUsedFeatures } from './train-head';
import type { LinearWeights } from './logistic-regression';

export interface AdaptOptions {
	/** Classes beyond those of the head and of the labels given, so that every fold of a validation has the same. */
	classes?: readonly string[];
	/** Called before each of the fits (about forty); throwing stops the adaptation. */
	onIteration?: (iteration: number) => void;
}

/** Labelled texts up to which all candidates are mixed; with more, the best one alone is fitted, over all features. */
const MAX_MIXED = 400;
/** Labelled texts with which their own temperature counts as much as the one that the head had. */
const HALF_CALIBRATED = 30;

/** What is expected of a log by a head that was adapted. */
type Taught = NonNullable<NonNullable<Bundle['expected']>['taught']>;

/** A head, and what it expects of logs; a run's own messages move that (`learnPriors`). */
export interface AdaptedHead {
	model: HeadModel;
	/** Absent without any text. */
	taught?: Taught;
}

/**
 * Adapts a bundle's head to labelled texts of somebody's own logs: the same features, the bundle's classes, and a class for
 * each label that it does not know. How far the head follows the texts is decided by the texts: candidates from "as it is"
 * to "the texts alone" are asked about texts that they have not seen, and mixed by what they get right, the more the more
 * texts there are. The result is linear as its parts are, so it is one head again. Its temperature moves from the head's
 * to that of the held-out answers as the texts get more.
 *
 * Throws a RangeError when labels or embeddings are not one for each text. Without any text the head stays as it is.
 */
export function adaptHead(
	base: HeadModel,
	data: LabelledTexts,
	options: AdaptOptions = {}
): AdaptedHead {
	const known = new Set(base.head.classes);
	const wanted = new Set([...(options.classes ?? []), ...data.labels]);
	// Merged labels are several rows of one class in the head: all stay, and the first one learns.
	const classes = [...base.head.classes, ...[...wanted].filter((label) => !known.has(label))];
	const set = trainingSetOf(base, data, classes);
	const prior = priorOf(base, classes.length);
	const count = data.texts.length;
	if (count === 0) return { model: headModelOf(base, classes, prior, base.head.temperature) };
	let fits = 0;
	const onFit = (): void => options.onIteration?.(++fits);
	const offsets = Float64Array.from(
		logitsOf(base, data).flatMap((row) => [...withMeans(row, classes.length)])
	);
	const offsetSet = { ...set, offsets, hasNewClass: classes.length > base.head.classes.length };
	const { weights, logits, targets } = compareCandidates(offsetSet, onFit);
	const head = learned(offsetSet, prior, weights, onFit);
	const temperature = temperatureOf(base.head.temperature, fitTemperature(logits, targets), count);
	return {
		model: headModelOf(base, classes, head, temperature),
		taught: { texts: count, shares: meanShares(classes, logits, temperature) }
	};
}

/** A bundle with another head, and with what that one expects of a log in place of what the former did. */
export function withHead(bundle: Bundle, { model, taught }: AdaptedHead): Bundle {
	const { expected } = bundle;
	return {
		...bundle,
		...model,
		...(taught ? { expected: { shares: {}, ...expected, taught } } : {})
	};
}

/**
 * A bundle with a head that was fitted to labels of somebody's own. What another head had been taught says nothing of it,
 * and where it was fitted from scratch, neither do the shares of another head's labels.
 *
 * @param onTop whether it grew out of the bundle's head
 */
export function withFittedHead(bundle: Bundle, model: HeadModel, onTop: boolean): Bundle {
	const { expected, ...others } = bundle;
	if (!expected) return { ...others, ...model };
	const { shares, levels } = expected;
	return {
		...others,
		...model,
		expected: { shares: onTop ? shares : {}, ...(levels ? { levels } : {}) }
	};
}

/** The head's weights, feature-major. A new class begins as the mean of those known, which favours it nowhere. */
function priorOf({ head }: HeadModel, classes: number): LinearWeights {
	const width = head.coefficients[0]?.length ?? 0;
	const weights = new Float64Array(width * classes);
	for (let f = 0; f < width; f++)
		weights.set(
			withMeans(
				Float64Array.from(head.coefficients, (row) => row[f] as number),
				classes
			),
			f * classes
		);
	return { weights, intercepts: withMeans(Float64Array.from(head.intercepts), classes) };
}

function withMeans(known: Float64Array, length: number): Float64Array {
	const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
	return Float64Array.from({ length }, (_, k) => known[k] ?? mean);
}

function logitsOf(model: HeadModel, { texts, embeddings }: EmbeddedTexts): Float64Array[] {
	const head = new Head(model);
	const { dimensions } = model.encoder;
	return texts.map((text, i) =>
		head.logits(text, embeddings.subarray(i * dimensions, (i + 1) * dimensions))
	);
}

/** The prior and what was learned, as one head. */
function learned(
	set: OffsetSet,
	prior: LinearWeights,
	mixing: readonly number[],
	onFit: () => void
): LinearWeights {
	if (set.sparse.length <= MAX_MIXED) {
		const based = inBasis(set);
		const mixed = mixCandidates(based, mixing, onFit);
		const trust = CANDIDATES.reduce(
			(sum, candidate, at) => sum + candidate.trust * (mixing[at] ?? 0),
			0
		);
		const factor = Float64Array.from(based.dense);
		const shares = examplesOfBasis(factor, mixed.weights, set.classes);
		return sumOf(prior, trust, {
			weights: overFeatures(set, shares),
			intercepts: mixed.intercepts
		});
	}
	const best = CANDIDATES[mixing.indexOf(Math.max(...mixing))] as (typeof CANDIDATES)[number];
	if (best.c === 0) return prior;
	const offsets = set.offsets.map((logit) => logit * best.trust);
	onFit();
	return sumOf(prior, best.trust, fitUsedFeatures({ ...set, offsets }, best));
}

function sumOf(prior: LinearWeights, trust: number, correction: LinearWeights): LinearWeights {
	const sum = (own: Float64Array, other: Float64Array): Float64Array =>
		own.map((value, i) => trust * value + (other[i] as number));
	return {
		weights: sum(prior.weights, correction.weights),
		intercepts: sum(prior.intercepts, correction.intercepts)
	};
}

/** Features of the examples, each taken `shares` times for each class. */
function overFeatures(set: OffsetSet, shares: Float64Array): Float64Array {
	const { dense, denseWidth, sparse, sparseWidth, classes } = set;
	const weights = new Float64Array((denseWidth + sparseWidth) * classes);
	sparse.forEach(({ indices, values }, example) => {
		const add = (feature: number, value: number): void => {
			for (let k = 0; k < classes; k++)
				weights[feature * classes + k] =
					(weights[feature * classes + k] as number) +
					value * (shares[example * classes + k] as number);
		};
		for (let d = 0; d < denseWidth; d++) add(d, dense[example * denseWidth + d] as number);
		indices.forEach((index, at) => add(denseWidth + index, values[at] as number));
	});
	return weights;
}

/** Between two temperatures, on the scale on which they multiply. */
function temperatureOf(before: number, own: number, count: number): number {
	const share = count / (count + HALF_CALIBRATED);
	return Math.exp(share * Math.log(own) + (1 - share) * Math.log(before));
}

/** Mean probability of each label over texts that the head had not seen. */
function meanShares(
	classes: readonly string[],
	heldOut: readonly Float64Array[],
	temperature: number
): Record<string, number> {
	const shares: Record<string, number> = {};
	for (const row of heldOut)
		softmax(row.map((logit) => logit / temperature)).forEach((probability, k) => {
			const label = classes[k] as string;
			shares[label] = (shares[label] ?? 0) + probability / heldOut.length;
		});
	return Object.fromEntries(
		Object.entries(shares).map(([label, share]) => [
			label,
			Math.min(1, Number(share.toPrecision(4)))
		])
	);
}
