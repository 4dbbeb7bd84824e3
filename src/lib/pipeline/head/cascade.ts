import type { Bundle } from '../bundle/bundle';
import { chooseLabel } from './choose-label';
import { type ExampleIndex, quantise } from './example-index';
import { Head } from './head';
import { labelGiven, RuleSet } from '../rules/rules';
import { formatShare } from '../text/format-number';
import { UNCLASSIFIED, type LabelProbability, type Classification } from '../types';

/** Labels shown as evidence of a head decision. */
const TOP_LABELS = 4;

/** What the first sieve says of a row. */
export interface RuleVerdict {
	/** Position of the rule that matched, or -1. */
	rule: number;
	/** Absent when no rule matched, or the one that did only routes to the LLM. Shared by all rows of the rule. */
	result?: Readonly<Classification>;
}

const NO_RULE: RuleVerdict = { rule: -1 };

/** What the sieves look at. */
export interface CascadeRow {
	/** Rules are matched on it. */
	message: string;
	source: string;
	/** The head reads it. */
	canonical: string;
}

/** The sieves of one bundle. Pure: what a row gets depends on the row and the bundle alone. */
export class Cascade {
	readonly rules: RuleSet;
	private readonly head: Head;
	private readonly isProblem: boolean[];
	private readonly verdicts: readonly RuleVerdict[];

	/** @param examples the bundle's labelled examples; without them nothing is rejected as unlike anything known */
	constructor(
		readonly bundle: Bundle,
		private readonly examples?: ExampleIndex
	) {
		this.rules = new RuleSet(bundle.rules);
		this.verdicts = bundle.rules.map((rule, at) => verdictOf(at, labelGiven(rule)));
		this.head = new Head(bundle);
		const problems = new Set(
			bundle.labels.filter(({ problem }) => problem).map(({ name }) => name)
		);
		this.isProblem = this.head.classes.map((label) => problems.has(label));
	}

	/**
	 * Both sieves: what a rule gives, else what the head makes of the canonical text. Who embeds many texts at a time asks
	 * `byRule` first and `decide` for the rows that it leaves, with the same result.
	 * @param embedding of the canonical text, unit length
	 */
	classify({ message, source, canonical }: CascadeRow, embedding: Float32Array): Classification {
		const { result } = this.byRule(message, source);
		return result ? { ...result } : this.decide(canonical, embedding);
	}

	/**
	 * First sieve: the first rule that matches a row, and what it gives.
	 * @param candidates positions of the rules that may match, ascending; all that are enabled unless given
	 */
	byRule(message: string, source: string, candidates?: readonly number[]): RuleVerdict {
		const match = this.rules.match(message, source, candidates);
		return match ? (this.verdicts[match.rule] as RuleVerdict) : NO_RULE;
	}

	/**
	 * Second sieve: what the head makes of a canonical text. One without any text no sieve can classify.
	 * @param embedding unit length
	 */
	decide(canonical: string, embedding: Float32Array): Classification {
		if (canonical === '') return { ...EMPTY_RESULT };
		const probabilities = this.head.probabilities(canonical, embedding);
		const quantised = quantise(embedding);
		const best = this.choose(probabilities);
		if (!best) return { ...OVERFLOWN_RESULT, embedding: quantised };
		const top = mostProbable(this.head.classes, probabilities);
		const similarity = this.examples?.nearest(quantised, 1)[0]?.similarity;
		const result = {
			label: best.label,
			confidence: best.probability,
			top,
			embedding: quantised,
			...(similarity === undefined ? {} : { similarity })
		};
		const { thresholds } = this.bundle;
		if (similarity !== undefined && similarity < thresholds.similarity)
			return {
				...result,
				label: UNCLASSIFIED,
				tier: 'none',
				needsReview: true,
				reason: `Unlike anything known: the nearest labelled example has similarity ${similarity.toFixed(2)}, below ${thresholds.similarity}.`
			};
		const threshold = thresholds.perClass?.[best.label] ?? thresholds.confidence;
		if (best.probability < threshold)
			return {
				...result,
				tier: 'none',
				needsReview: true,
				reason: `The head is not sure: ${formatShare(best.probability)} for ${best.label}, below the threshold of ${formatShare(threshold)}.`
			};
		return { ...result, tier: 'head', needsReview: false };
	}

	private choose(probabilities: Float64Array): LabelProbability | undefined {
		const at = chooseLabel(probabilities, this.isProblem, this.bundle.thresholds.problem);
		if (at === undefined) return undefined;
		return { label: this.head.classes[at] as string, probability: probabilities[at] as number };
	}
}

function verdictOf(rule: number, label: string | undefined): RuleVerdict {
	if (label === undefined) return { rule };
	return { rule, result: { label, confidence: 1, tier: 'rule', needsReview: false, top: [] } };
}

/** A message without any text cannot be classified by any sieve. */
export const EMPTY_RESULT: Classification = {
	label: UNCLASSIFIED,
	confidence: 0,
	tier: 'none',
	needsReview: true,
	top: [],
	reason: 'The message is empty.'
};

/** A head whose sums overflow has no probabilities: nothing is settled by them. */
const OVERFLOWN_RESULT: Classification = {
	...EMPTY_RESULT,
	reason: "No probability: the numbers of the bundle's head overflow for this message."
};

function mostProbable(classes: readonly string[], probabilities: Float64Array): LabelProbability[] {
	return classes
		.map((label, index) => ({ label, probability: probabilities[index] as number }))
		.sort((a, b) => b.probability - a.probability)
		.slice(0, TOP_LABELS);
}
