import type { Bundle } from '../bundle/bundle';
import { chooseLabel } from './choose-label';
import { type ExampleIndex, quantise } from './example-index';
import { Head } from './head';
import { RuleSet } from '../rules/rules';
import { UNCLASSIFIED, type LabelProbability, type Classification } from '../types';

/** Labels shown as evidence of a head decision. */
const TOP_LABELS = 4;

/** The sieves of one bundle. Pure: what a text gets depends on the text and the bundle alone. */
export class Cascade {
	readonly rules: RuleSet;
	private readonly head: Head;
	private readonly isProblem: boolean[];

	/** @param examples the bundle's labelled examples; without them nothing is rejected as unlike anything known */
	constructor(
		readonly bundle: Bundle,
		private readonly examples?: ExampleIndex
	) {
		this.rules = new RuleSet(bundle.rules);
		this.head = new Head(bundle);
		const problems = new Set(
			bundle.labels.filter(({ problem }) => problem).map(({ name }) => name)
		);
		this.isProblem = this.head.classes.map((label) => problems.has(label));
	}

	/** The label that a rule gives, or undefined when the rule only routes to the LLM. */
	labelOfRule(rule: number): string | undefined {
		const action = this.bundle.rules[rule]?.then;
		return action && 'label' in action ? action.label : undefined;
	}

	/**
	 * Second sieve: what the head makes of a canonical text.
	 * @param embedding unit length
	 */
	decide(canonical: string, embedding: Float32Array): Classification {
		const probabilities = this.head.probabilities(canonical, embedding);
		const top = mostProbable(this.head.classes, probabilities);
		const quantised = quantise(embedding);
		const similarity = this.examples?.nearest(quantised, 1)[0]?.similarity;
		const best = this.choose(probabilities);
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
				reason: `The head is not sure: ${percent(best.probability)} for ${best.label}, below the threshold of ${percent(threshold)}.`
			};
		return { ...result, tier: 'head', needsReview: false };
	}

	private choose(probabilities: Float64Array): LabelProbability {
		const at = chooseLabel(probabilities, this.isProblem, this.bundle.thresholds.problem);
		return { label: this.head.classes[at] as string, probability: probabilities[at] as number };
	}
}

const percent = (probability: number): string => `${Math.round(probability * 100)} %`;

/** A message without any text cannot be classified by any sieve. */
export const EMPTY_RESULT: Classification = {
	label: UNCLASSIFIED,
	confidence: 0,
	tier: 'none',
	needsReview: true,
	top: [],
	reason: 'The message is empty.'
};

function mostProbable(classes: readonly string[], probabilities: Float64Array): LabelProbability[] {
	return classes
		.map((label, index) => ({ label, probability: probabilities[index] as number }))
		.sort((a, b) => b.probability - a.probability)
		.slice(0, TOP_LABELS);
}
