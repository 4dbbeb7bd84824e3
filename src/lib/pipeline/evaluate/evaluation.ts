import {
	bootstrapInterval,
	classScores,
	macroF1,
	reliabilityBins,
	share,
	isStrict,
	type ClassScore,
	type Judged
} from './metrics';

/** Everything that the evaluation view shows of judged items. */
export interface Evaluation {
	items: number;
	accuracy: number;
	/** 95 % bootstrap interval of the accuracy. */
	interval: [low: number, high: number];
	macroF1: number;
	classes: ClassScore[];
	/** `confusion[truth][predicted]`, over `labels`. */
	labels: string[];
	confusion: number[][];
	/** Bins of equal mass, least confident first. */
	reliability: { count: number; confidence: number; accuracy: number }[];
	/** Share of the items above a threshold, and their error; strictest threshold first. */
	riskCoverage: { threshold: number; coverage: number; risk: number }[];
}

const CURVE_POINTS = 50;

/** @param random uniform in [0, 1), for the bootstrap */
export function evaluate(items: readonly Judged[], random: () => number): Evaluation {
	const labels = [...new Set(items.flatMap(({ truth, predicted }) => [truth, predicted]))].sort();
	const positions = new Map(labels.map((label, at) => [label, at]));
	const confusion = labels.map(() => labels.map(() => 0));
	for (const { truth, predicted } of items) {
		const row = confusion[positions.get(truth) as number] as number[];
		const at = positions.get(predicted) as number;
		row[at] = (row[at] as number) + 1;
	}
	return {
		items: items.length,
		accuracy: share(items, isStrict),
		interval: bootstrapInterval(items, (sample) => share(sample, isStrict), random),
		macroF1: macroF1(items, labels),
		classes: classScores(items, labels),
		labels,
		confusion,
		reliability: reliabilityBins(items),
		riskCoverage: riskCoverage(items)
	};
}

/** Error of what is settled against how much is (El-Yaniv & Wiener, On the Foundations of Noise-free Selective Classification, 2010). */
function riskCoverage(items: readonly Judged[]): Evaluation['riskCoverage'] {
	const sorted = [...items].sort((a, b) => b.confidence - a.confidence);
	const step = Math.max(1, Math.ceil(sorted.length / CURVE_POINTS));
	const curve: Evaluation['riskCoverage'] = [];
	let errors = 0;
	sorted.forEach((item, at) => {
		if (!isStrict(item)) errors++;
		const isLast = at === sorted.length - 1;
		if ((at + 1) % step !== 0 && !isLast) return;
		// Items of equal confidence are settled together.
		if (!isLast && sorted[at + 1]?.confidence === item.confidence) return;
		curve.push({
			threshold: item.confidence,
			coverage: (at + 1) / sorted.length,
			risk: errors / (at + 1)
		});
	});
	return curve;
}

/** How two classifiers differ on the same items. */
export interface Comparison {
	items: number;
	accuracy: [first: number, second: number];
	/** Items that only one of them has right. */
	onlyFirst: number;
	onlySecond: number;
	/** Two-sided exact McNemar test: how likely a difference so large is when both are equally good. */
	pValue: number;
	/** 95 % bootstrap interval of the second's accuracy minus the first's. */
	interval: [low: number, high: number];
}

/**
 * Compares two sets of predictions for the same items (McNemar, 1947; exact, as advised for few discordant pairs by
 * Dietterich, Approximate Statistical Tests, 1998). Items must be templates: rows of one template are not independent.
 */
export function compareJudged(
	first: readonly Judged[],
	second: readonly Judged[],
	random: () => number
): Comparison {
	if (first.length !== second.length)
		throw new RangeError(`${first.length} items cannot be compared with ${second.length}`);
	const pairs = first.map((item, at) => ({
		a: isStrict(item) ? 1 : 0,
		b: isStrict(second[at] as Judged) ? 1 : 0
	}));
	const onlyFirst = pairs.filter(({ a, b }) => a > b).length;
	const onlySecond = pairs.filter(({ a, b }) => b > a).length;
	return {
		items: pairs.length,
		accuracy: [share(first, isStrict), share(second, isStrict)],
		onlyFirst,
		onlySecond,
		pValue: mcNemar(onlyFirst, onlySecond),
		interval: bootstrapInterval(
			pairs,
			(sample) => sample.reduce((sum, { a, b }) => sum + b - a, 0) / Math.max(1, sample.length),
			random
		)
	};
}

/** Twice the tail of a fair coin's binomial distribution. */
function mcNemar(first: number, second: number): number {
	const flips = first + second;
	let term = Math.pow(2, -Math.min(flips, 1_000));
	if (flips > 1_000) return normalTail(first, second);
	let tail = 0;
	for (let k = 0; k <= Math.min(first, second); k++) {
		tail += term;
		term *= (flips - k) / (k + 1);
	}
	return Math.min(1, 2 * tail);
}

/** For many discordant pairs the binomial is normal, and its terms underflow. */
function normalTail(first: number, second: number): number {
	const z = (Math.abs(first - second) - 1) / Math.sqrt(first + second);
	// Abramowitz & Stegun, Handbook of Mathematical Functions, 26.2.17.
	const t = 1 / (1 + 0.2316419 * z);
	const poly =
		t *
		(0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
	return Math.min(1, 2 * (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly);
}
