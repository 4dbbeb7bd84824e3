import { gramBasis } from './gram-basis';
import { fitLogisticRegression, type LinearWeights, type TrainingSet } from './logistic-regression';
import { EMPTY_SPARSE, type SparseVector } from '../bundle/features';

/** One way to weigh what a head knows against what labelled texts say. */
export interface Candidate {
	/** Factor on the logits of the head as it is. */
	trust: number;
	/** Inverse strength of the penalty on what is learned; 0 learns nothing. */
	c: number;
	interceptPenalty: number;
}

/** A training set with the logits of the head as it is. */
export interface OffsetSet extends TrainingSet {
	offsets: Float64Array;
	/** There are labels that the head as it is cannot give. */
	hasNewClass: boolean;
}

/** From the head as it is to the labelled texts alone. */
export const CANDIDATES: readonly Candidate[] = [
	{ trust: 1, c: 0, interceptPenalty: 1 },
	{ trust: 1, c: 1, interceptPenalty: 1 },
	{ trust: 1, c: 10, interceptPenalty: 0.1 },
	{ trust: 0.5, c: 3, interceptPenalty: 0.05 },
	{ trust: 0.25, c: 1, interceptPenalty: 0.02 },
	{ trust: 0, c: 1, interceptPenalty: 0.01 },
	{ trust: 0, c: 10, interceptPenalty: 0.01 }
];
/** Texts with which the candidates that learn weigh half of what they would with many. */
const HALF_TRUSTED = 40;
/** How much each text that a candidate gets right, unseen, raises the logarithm of its weight. */
const WEIGHT_OF_A_HIT = 0.15;
const FOLDS = 5;
/** Texts on which candidates are compared at most: the time grows with their square. */
const MAX_COMPARED = 150;
const COMPARING_ITERATIONS = 30;
const MIXING_ITERATIONS = 50;

export interface Comparison {
	/** One for each candidate; they sum to 1. */
	weights: number[];
	/** Of each compared text, from candidates that have not seen it, mixed by their weights. */
	logits: Float64Array[];
	/** Position of the class of each compared text. */
	targets: number[];
}

/** Asks every candidate about texts that it has not seen, in five folds with every class in each, as far as it goes. */
export function compareCandidates(set: OffsetSet, onFit: () => void): Comparison {
	const rows = spreadByClass(set, MAX_COMPARED);
	const based = inBasis(pickRows(set, rows));
	const targets = rows.map((row) => classOf(set, row));
	const answers = CANDIDATES.map((candidate) => heldOutLogits(based, candidate, onFit));
	const hits = answers.map(
		(logits) => logits.filter((row, i) => row.indexOf(Math.max(...row)) === targets[i]).length
	);
	const weights = mixingWeights(hits, set.weights.length, set.hasNewClass);
	const logits = targets.map((_, i) =>
		weightedSum(
			answers.map((answer) => answer[i] as Float64Array),
			weights
		)
	);
	return { weights, logits, targets };
}

/** Learns every candidate on the whole set and gives their weighted sum, in the basis of the set's examples. */
export function mixCandidates(
	set: OffsetSet,
	weights: readonly number[],
	onFit: () => void
): LinearWeights {
	const heads = CANDIDATES.map((candidate) => fit(set, candidate, MIXING_ITERATIONS, onFit));
	return {
		weights: weightedSum(
			heads.map((head) => head.weights),
			weights
		),
		intercepts: weightedSum(
			heads.map((head) => head.intercepts),
			weights
		)
	};
}

/** A candidate's correction of the head: its logits are added to `trust` times those of the head. */
function fit(
	set: OffsetSet,
	{ trust, c, interceptPenalty }: Candidate,
	maxIterations: number,
	onFit: () => void
): LinearWeights {
	onFit();
	if (c === 0 || set.weights.length === 0)
		return {
			weights: new Float64Array(set.denseWidth * set.classes),
			intercepts: new Float64Array(set.classes)
		};
	const offsets = set.offsets.map((logit) => logit * trust);
	return fitLogisticRegression({ ...set, offsets }, { c, interceptPenalty, maxIterations });
}

function mixingWeights(hits: readonly number[], count: number, hasNewClass: boolean): number[] {
	const most = Math.max(...hits);
	const raw = hits.map((hit, at) => {
		const asItIs = CANDIDATES[at]?.c === 0;
		const trusted = asItIs || hasNewClass ? 1 : count / (count + HALF_TRUSTED);
		return trusted * Math.exp(WEIGHT_OF_A_HIT * (hit - most));
	});
	const sum = raw.reduce((total, weight) => total + weight, 0);
	return raw.map((weight) => weight / sum);
}

function heldOutLogits(set: OffsetSet, candidate: Candidate, onFit: () => void): Float64Array[] {
	const all = set.targets.length / set.classes;
	const rows = Array.from({ length: all }, (_, row) => row);
	const logits: Float64Array[] = [];
	for (let fold = 0; fold < FOLDS; fold++) {
		const training = pickRows(
			set,
			rows.filter((row) => row % FOLDS !== fold)
		);
		const head = fit(training, candidate, COMPARING_ITERATIONS, onFit);
		for (const row of rows.filter((other) => other % FOLDS === fold))
			logits[row] = logitsOf(set, row, head, candidate.trust);
	}
	return logits;
}

function logitsOf(
	{ dense, denseWidth, classes, offsets }: OffsetSet,
	row: number,
	{ weights, intercepts }: LinearWeights,
	trust: number
): Float64Array {
	return intercepts.map((intercept, k) => {
		let sum = intercept + trust * (offsets[row * classes + k] as number);
		for (let d = 0; d < denseWidth; d++)
			sum += (dense[row * denseWidth + d] as number) * (weights[d * classes + k] as number);
		return sum;
	});
}

/** The set with its examples in the basis that they make: as many dense features as examples, no sparse ones. */
export function inBasis(set: OffsetSet): OffsetSet {
	const count = set.sparse.length;
	return {
		...set,
		dense: Float32Array.from(gramBasis(set)),
		denseWidth: count,
		sparse: new Array<SparseVector>(count).fill(EMPTY_SPARSE),
		sparseWidth: 0
	};
}

/** Rows class by class, at most `most` of them evenly from all: dealt out in this order, every fold has every class. */
function spreadByClass(set: OffsetSet, most: number): number[] {
	const rows = Array.from(set.weights, (_, row) => row).sort(
		(a, b) => classOf(set, a) - classOf(set, b) || a - b
	);
	const count = Math.min(most, rows.length);
	return Array.from(
		{ length: count },
		(_, i) => rows[Math.floor((i * rows.length) / count)] as number
	);
}

function classOf({ targets, classes }: TrainingSet, row: number): number {
	return targets.subarray(row * classes, (row + 1) * classes).indexOf(1);
}

function pickRows(set: OffsetSet, rows: readonly number[]): OffsetSet {
	const { classes, denseWidth } = set;
	const dense = new Float32Array(rows.length * denseWidth);
	const targets = new Float32Array(rows.length * classes);
	const offsets = new Float64Array(rows.length * classes);
	rows.forEach((row, i) => {
		dense.set(set.dense.subarray(row * denseWidth, (row + 1) * denseWidth), i * denseWidth);
		targets.set(set.targets.subarray(row * classes, (row + 1) * classes), i * classes);
		offsets.set(set.offsets.subarray(row * classes, (row + 1) * classes), i * classes);
	});
	return {
		...set,
		dense,
		targets,
		offsets,
		sparse: rows.map((row) => set.sparse[row] as SparseVector),
		weights: new Float32Array(rows.length).fill(1)
	};
}

function weightedSum(parts: readonly Float64Array[], weights: readonly number[]): Float64Array {
	const sum = new Float64Array(parts[0]?.length ?? 0);
	parts.forEach((part, at) =>
		part.forEach((value, i) => (sum[i] = (sum[i] as number) + (weights[at] as number) * value))
	);
	return sum;
}
