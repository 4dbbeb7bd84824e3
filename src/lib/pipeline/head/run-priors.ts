import { LEVEL_CLASSES, type LevelClass } from '../types';
import type { Bundle } from '../bundle/bundle';
import { massOf, NO_PROBLEM, PROBLEM, type LabelNode } from '../bundle/label-tree';

/** One distinct canonical text of a run at one level, as the head scored it. */
export interface ScoredUnit {
	canonical: string;
	level: LevelClass;
	/** Calibrated probability of each class by the text alone. */
	probabilities: ArrayLike<number>;
}

/** What all messages of a run together say of each of them. */
export interface RunPriors {
	/** Distinct units that it was learned from. */
	units: number;
	/** Labels that the numbers are of, in their order. */
	classes: readonly string[];
	/** By class: share among the units of its side. */
	shares: number[];
	/** By class: added to the logarithm of its probability within its side. */
	shift: number[];
	/** By level class: added to the log-odds of a problem. */
	levels: number[];
	/** By class: added to the logarithm of its probability before all else; of a head adapted to somebody's own logs. */
	overall?: number[];
}

/** What a head expects where nothing is known of a run. */
export interface Expected {
	classes: readonly string[];
	/** Share of each class. */
	shares: readonly number[];
	levels?: NonNullable<Bundle['expected']>['levels'];
	/** Of a head adapted to somebody's own logs: the texts it learned from, and the share of each class where they were held out. */
	taught?: { texts: number; shares: readonly number[] };
}

const ROUNDS = 15;
const LEVEL_ROUNDS = 3;
/** Added to every share, so that a label that is not expected can still turn up. */
const SMALLEST_SHARE = 1e-3;
/** Units with which the shares of a run count half: a few messages say little of the rest. */
const HALF_TRUSTED = 30;
/** Texts that a head was adapted to with which the shares of all classes count half, and units of a run with which they do. */
const HALF_TAUGHT = 40;
const HALF_SEEN = 3;
/** Units that the corpus counts for, beside a run's own, in how levels and problems go together. */
const LEVEL_STRENGTH = 30;
/** Added to every share of a level, so that one that was never seen on a side does not rule it out. */
const LEVEL_FLOOR = 0.02;
/** A level is written by the author of the line, as its text is: they are not independent, so it counts in part. */
const LEVEL_TRUST = 0.7;

/**
 * Learns from a run's own messages, without labels: how often each category is to be expected within its side, and how far
 * levels and problems go together. Both by expectation maximisation (Saerens, Latinne & Decaestecker, Adjusting the
 * Outputs of a Classifier to New a Priori Probabilities, 2002). The units are put in one order first, so that the sums do
 * not depend on how the file was read.
 */
export function learnPriors(
	units: readonly ScoredUnit[],
	sides: readonly LabelNode[],
	expected: Expected
): RunPriors {
	const { taught } = expected;
	const overall = taught ? learnOverall([...units].sort(byText), taught) : undefined;
	const sorted = [...units].sort(byText).map((unit) => ({
		...unit,
		probabilities: shifted(unit.probabilities, overall)
	}));
	const problem = sides.find(({ name }) => name === PROBLEM);
	const levels = problem && expected.levels ? learnLevels(sorted, problem, expected.levels) : [];
	const masses = sorted.map(({ level, probabilities }) =>
		problem ? withOdds(massOf(problem, probabilities), levels[levelAt(level)] ?? 0) : 0
	);
	const classes = expected.classes.length;
	const shares = new Array<number>(classes).fill(0);
	const shift = new Array<number>(classes).fill(0);
	const trust = sorted.length / (sorted.length + HALF_TRUSTED);
	for (const side of sides) {
		const weights = side.name === NO_PROBLEM ? masses.map((mass) => 1 - mass) : masses;
		const rows = sorted.map(({ probabilities }) => probabilities);
		const learned = learnShares(rows, weights, side.classes, expected.shares, trust);
		side.classes.forEach((at, k) => {
			shares[at] = learned.shares[k] as number;
			shift[at] = learned.shift[k] as number;
		});
	}
	return {
		units: sorted.length,
		classes: expected.classes,
		shares,
		shift,
		levels,
		...(overall ? { overall } : {})
	};
}

/**
 * How much more often each class occurs in a run than where the head was taught, over both sides at once. Labels are taught
 * evenly and logs are not, so this matters for a head that learned from a few labels; one from many systems knows already
 * how often a problem is to be expected.
 */
function learnOverall(
	sorted: readonly ScoredUnit[],
	{ texts, shares }: NonNullable<Expected['taught']>
): number[] {
	const rows = sorted.map(({ probabilities }) => probabilities);
	const weights = rows.map(() => 1);
	const trust = (texts / (texts + HALF_TAUGHT)) * (rows.length / (rows.length + HALF_SEEN));
	// The shares are those that explain the run fully; only how far they are followed depends on how much there is.
	const { shift } = learnShares(rows, weights, [...shares.keys()], shares, 1);
	return shift.map((value) => trust * value);
}

/** Probabilities with something added to their logarithms. */
function shifted(
	probabilities: ArrayLike<number>,
	added: readonly number[] | undefined
): ArrayLike<number> {
	if (!added) return probabilities;
	return shareOf(added.map((value, at) => (probabilities[at] as number) * Math.exp(value)));
}

/** A total order by code units: the same everywhere, whatever the locale. */
const byText = (a: ScoredUnit, b: ScoredUnit): number =>
	a.canonical < b.canonical
		? -1
		: a.canonical > b.canonical
			? 1
			: levelAt(a.level) - levelAt(b.level);

const levelAt = (level: LevelClass): number => LEVEL_CLASSES.indexOf(level);

/**
 * Shares of some classes among rows, and what they add to the logarithm of each class's probability.
 *
 * @param weights how much each row belongs to these classes, in [0, 1]
 * @param expected share of every class where the head was taught
 * @param trust in [0, 1], how far the shares move the probabilities
 */
function learnShares(
	rows: readonly ArrayLike<number>[],
	weights: readonly number[],
	classes: readonly number[],
	expected: readonly number[],
	trust: number
): { shares: number[]; shift: number[] } {
	const before = shareOf(classes.map((at) => expected[at] ?? 0)).map(
		(share) => share + SMALLEST_SHARE
	);
	let shares = before;
	let shift = classes.map(() => 0);
	if (rows.length === 0) return { shares, shift };
	for (let round = 0; round < ROUNDS; round++) {
		shares = shareOf(summedShares(rows, weights, classes, shift.map(Math.exp)));
		shift = shares.map(
			(share, k) => trust * Math.log((share + SMALLEST_SHARE) / (before[k] as number))
		);
	}
	return { shares, shift };
}

/** Sum over the rows of each class's share within these classes, its probability times its factor; loops, since it is hot. */
function summedShares(
	rows: readonly ArrayLike<number>[],
	weights: readonly number[],
	classes: readonly number[],
	factors: readonly number[]
): number[] {
	const sums = new Float64Array(classes.length);
	const moved = new Float64Array(classes.length);
	for (let i = 0; i < rows.length; i++) {
		const row = rows[i] as ArrayLike<number>;
		let total = 0;
		for (let k = 0; k < moved.length; k++) {
			moved[k] = (row[classes[k] as number] as number) * (factors[k] as number);
			total += moved[k] as number;
		}
		// A row without any mass here, or without numbers, says nothing.
		if (!(total > 0)) continue;
		const weight = (weights[i] as number) / total;
		for (let k = 0; k < moved.length; k++)
			sums[k] = (sums[k] as number) + (moved[k] as number) * weight;
	}
	return [...sums];
}

/** Values divided by their sum; even ones where that is 0. What is no number stays none. */
function shareOf(values: readonly number[]): number[] {
	const sum = values.reduce((total, value) => total + value, 0);
	return values.map((value) => (sum === 0 ? 1 / values.length : value / sum));
}

/** Log-likelihood ratio of a problem for each level class; 0 for none. */
function learnLevels(
	units: readonly ScoredUnit[],
	problem: LabelNode,
	{ problem: usual, other }: NonNullable<Expected['levels']>
): number[] {
	const byText = units.map(({ probabilities }) => massOf(problem, probabilities));
	let masses = byText;
	let ratios = LEVEL_CLASSES.map(() => 0);
	for (let round = 0; round < LEVEL_ROUNDS; round++) {
		const problems = LEVEL_CLASSES.map(() => 0);
		const others = LEVEL_CLASSES.map(() => 0);
		units.forEach(({ level }, i) => {
			const at = levelAt(level);
			const mass = masses[i] as number;
			if (at === 0 || Number.isNaN(mass)) return;
			problems[at] = (problems[at] as number) + mass;
			others[at] = (others[at] as number) + 1 - mass;
		});
		const inProblems = smoothed(problems, usual);
		const inOthers = smoothed(others, other);
		ratios = LEVEL_CLASSES.map((_, at) =>
			at === 0
				? 0
				: LEVEL_TRUST *
					Math.log(
						((inProblems[at] as number) + LEVEL_FLOOR) / ((inOthers[at] as number) + LEVEL_FLOOR)
					)
		);
		masses = units.map(({ level }, i) =>
			withOdds(byText[i] as number, ratios[levelAt(level)] as number)
		);
	}
	return ratios;
}

/** Shares of the levels among the units counted, with the corpus' ones as if they were so many units more. */
function smoothed(counts: readonly number[], usual: readonly number[]): number[] {
	const total = counts.reduce((sum, count) => sum + count, 0) + LEVEL_STRENGTH;
	return counts.map((count, at) => (count + LEVEL_STRENGTH * (usual[at] ?? 0)) / total);
}

/** A probability with something added to its log-odds. */
function withOdds(probability: number, added: number): number {
	if (probability <= 0 || probability >= 1 || added === 0) return probability;
	return 1 / (1 + ((1 - probability) / probability) * Math.exp(-added));
}

/**
 * Probabilities of one unit with what its run says: the level moves mass between the sides, the shares move it between
 * the classes of a side, and a message's problem mass stays as text and level have it.
 */
export function withPriors(
	{ level, probabilities: byText }: Omit<ScoredUnit, 'canonical'>,
	priors: RunPriors,
	sides: readonly LabelNode[]
): Float64Array {
	const probabilities = shifted(byText, priors.overall);
	const moved = Float64Array.from(probabilities);
	const problem = sides.find(({ name }) => name === PROBLEM);
	const mass = problem
		? withOdds(massOf(problem, probabilities), priors.levels[levelAt(level)] ?? 0)
		: 0;
	for (const side of sides) {
		const values = side.classes.map(
			(at) => (probabilities[at] as number) * Math.exp(priors.shift[at] ?? 0)
		);
		const total = side === problem ? mass : 1 - mass;
		shareOf(values).forEach((value, k) => (moved[side.classes[k] as number] = total * value));
	}
	return moved;
}
