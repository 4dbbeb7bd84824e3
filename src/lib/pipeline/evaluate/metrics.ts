/** One prediction beside the truth. `also` lists further labels that a careful labeller accepts. */
export interface Judged {
	truth: string;
	also: readonly string[];
	predicted: string;
	/** In [0, 1]. */
	confidence: number;
}

export const isStrict = ({ truth, predicted }: Judged): boolean => truth === predicted;
export const isLenient = ({ truth, also, predicted }: Judged): boolean =>
	truth === predicted || also.includes(predicted);

/** Share of items for which the test holds; 0 of nothing is 0. */
export const share = <T>(items: readonly T[], test: (item: T) => boolean): number =>
	items.length === 0 ? 0 : items.filter(test).length / items.length;

export interface ClassScore {
	label: string;
	precision: number;
	recall: number;
	f1: number;
	/** Items whose truth is this label. */
	support: number;
}

/** Strict precision, recall and F1 of every label that occurs as a truth, in the order of `labels`. */
export function classScores(items: readonly Judged[], labels: readonly string[]): ClassScore[] {
	return labels
		.map((label) => {
			const support = items.filter((item) => item.truth === label).length;
			const predicted = items.filter((item) => item.predicted === label).length;
			const hits = items.filter((item) => item.truth === label && item.predicted === label).length;
			const precision = predicted === 0 ? 0 : hits / predicted;
			const recall = support === 0 ? 0 : hits / support;
			const f1 = hits === 0 ? 0 : (2 * precision * recall) / (precision + recall);
			return { label, precision, recall, f1, support };
		})
		.filter(({ support }) => support > 0);
}

/** Mean strict F1 over the labels that occur as a truth, each counting the same. */
export function macroF1(items: readonly Judged[], labels: readonly string[]): number {
	const scores = classScores(items, labels);
	return scores.length === 0 ? 0 : scores.reduce((sum, { f1 }) => sum + f1, 0) / scores.length;
}

/** Recall and precision of "this is a problem", whichever of the problem labels was given. */
export function problemScores(
	items: readonly Judged[],
	problemLabels: readonly string[]
): { recall: number; precision: number } {
	const isProblem = (label: string): boolean => problemLabels.includes(label);
	const hits = items.filter((item) => isProblem(item.truth) && isProblem(item.predicted)).length;
	return {
		recall: hits / Math.max(1, items.filter((item) => isProblem(item.truth)).length),
		precision: hits / Math.max(1, items.filter((item) => isProblem(item.predicted)).length)
	};
}

/**
 * Expected calibration error against strict correctness over bins of equal mass: the mean distance between confidence and
 * accuracy, weighted by bin size (Naeini et al., Obtaining Well Calibrated Probabilities Using Bayesian Binning, 2015).
 */
export const expectedCalibrationError = (items: readonly Judged[], bins = 10): number =>
	calibrationError(answersOf(items), bins);

/** An answer's probability of being right, and whether it was. */
export interface Answer {
	confidence: number;
	right: boolean;
}

/** The same of any answers, whatever "right" means for them. */
export function calibrationError(answers: readonly Answer[], bins = 10): number {
	return binsOf(answers, bins).reduce(
		(sum, { count, confidence, accuracy }) =>
			sum + (count / answers.length) * Math.abs(confidence - accuracy),
		0
	);
}

/** Mean confidence and strict accuracy of bins of equal mass, least confident first. */
export const reliabilityBins = (items: readonly Judged[], bins = 10): ReliabilityBin[] =>
	binsOf(answersOf(items), bins);

export interface ReliabilityBin {
	count: number;
	confidence: number;
	accuracy: number;
}

const answersOf = (items: readonly Judged[]): Answer[] =>
	items.map((item) => ({ confidence: item.confidence, right: isStrict(item) }));

function binsOf(answers: readonly Answer[], bins: number): ReliabilityBin[] {
	const sorted = [...answers].sort((a, b) => a.confidence - b.confidence);
	return Array.from({ length: bins }, (_, bin) =>
		sorted.slice(
			Math.floor((bin * sorted.length) / bins),
			Math.floor(((bin + 1) * sorted.length) / bins)
		)
	)
		.filter((bin) => bin.length > 0)
		.map((bin) => ({
			count: bin.length,
			confidence: bin.reduce((sum, { confidence }) => sum + confidence, 0) / bin.length,
			accuracy: share(bin, ({ right }) => right)
		}));
}

/**
 * Lowest confidence threshold above which the lenient error of all items stays within `maxError`: the point of the
 * risk-coverage curve that settles the most (Geifman & El-Yaniv, Selective Classification for Deep Neural Networks, 2017).
 */
export function thresholdForError(items: readonly Judged[], maxError: number): number {
	const sorted = [...items].sort((a, b) => b.confidence - a.confidence);
	let errors = 0;
	let threshold = 1;
	sorted.forEach((item, at) => {
		if (!isLenient(item)) errors++;
		const isLastOfTie = sorted[at + 1]?.confidence !== item.confidence;
		if (isLastOfTie && errors <= maxError * (at + 1)) threshold = item.confidence;
	});
	return threshold;
}

/**
 * Percentile bootstrap interval of a statistic (Efron & Tibshirani, An Introduction to the Bootstrap, 1993).
 * @param random uniform in [0, 1)
 */
export function bootstrapInterval<T>(
	items: readonly T[],
	statistic: (sample: readonly T[]) => number,
	random: () => number,
	rounds = 500
): [low: number, high: number] {
	const values = Array.from({ length: rounds }, () =>
		statistic(items.map(() => items[Math.floor(random() * items.length)] as T))
	).sort((a, b) => a - b);
	return [
		values[Math.floor(rounds * 0.025)] as number,
		values[Math.ceil(rounds * 0.975) - 1] as number
	];
}
