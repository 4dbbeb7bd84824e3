import type { Bundle } from '../bundle/bundle';
import {
	givenVerdict,
	LabelTree,
	massOf,
	NO_PROBLEM,
	PROBLEM,
	type LabelNode
} from '../bundle/label-tree';
import { chooseLabel } from './choose-label';
import { type ExampleIndex, quantise } from './example-index';
import { Head } from './head';
import { labelGiven, RuleSet } from '../rules/rules';
import { RuleTally } from '../rules/rule-tally';
import { formatShare } from '../text/format-number';
import { learnPriors, withPriors, type Expected, type RunPriors } from './run-priors';
import { neededFor, settle } from './settle';
import {
	UNCLASSIFIED,
	unitKey,
	type Certainty,
	type Classification,
	type LabelProbability,
	type LevelClass,
	type Verdict
} from '../types';

/** What the head makes of a text, whatever its level and its run. */
export type Score = Required<Pick<Classification, 'probabilities' | 'embedding'>> &
	Pick<Classification, 'similarity'>;

/** A distinct message of a run at one level, scored. */
export interface RunUnit {
	canonical: string;
	level: LevelClass;
	score: Score;
}

/** The same, with what its run learns from. */
type LearnedUnit = Omit<RunUnit, 'score'> & { score: Pick<Score, 'probabilities'> };

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
	level: LevelClass;
}

/** The sieves of one bundle. Pure: what a row gets depends on the row and the bundle alone. */
export class Cascade {
	readonly rules: RuleSet;
	private readonly head: Head;
	/** Sides, families and labels. */
	readonly tree: LabelTree;
	private readonly expected: Expected;
	/** What is expected of a message whose run is not known. */
	private readonly usual: RunPriors;
	private readonly verdicts: readonly RuleVerdict[];

	/** @param examples the bundle's labelled examples; without them nothing is rejected as unlike anything known */
	constructor(
		readonly bundle: Bundle,
		private readonly examples?: ExampleIndex
	) {
		this.rules = new RuleSet(bundle.rules);
		this.head = new Head(bundle);
		this.tree = new LabelTree(bundle.labels, this.head.classes);
		this.verdicts = bundle.rules.map((rule, at) => verdictOf(at, labelGiven(rule), this.tree));
		this.expected = expectedBy(bundle, this.head.classes);
		this.usual = learnPriors([], this.tree.sides, this.expected);
	}

	/**
	 * Both sieves over the rows of one run: what a rule gives, else what the head makes of the canonical text, judged by
	 * all that the head was asked about. Who embeds while reading asks `byRule` first and `judgeRun` at the end, with the
	 * same result.
	 * @param embeddingOf unit-length embedding of a canonical text that is not empty
	 * @param shares false: each message by what is usual
	 */
	classifyRows(
		rows: readonly CascadeRow[],
		embeddingOf: (canonical: string) => Float32Array,
		shares = true
	): Classification[] {
		const tally = new RuleTally();
		const ruled = rows.map(
			({ message, source }) => this.byRule(message, source, undefined, tally).result
		);
		const units = new Map<string, RunUnit>();
		rows.forEach(({ canonical, level }, at) => {
			const key = unitKey(canonical, level);
			if (ruled[at] || canonical === '' || units.has(key)) return;
			const score = this.score(canonical, embeddingOf(canonical));
			units.set(key, { canonical, level, score });
		});
		const { results } = this.judgeRun([...units.values()], shares);
		const judged = new Map([...units.keys()].map((key, at) => [key, results[at]]));
		return rows.map(({ canonical, level }, at) => ({
			...(ruled[at] ?? judged.get(unitKey(canonical, level)) ?? EMPTY_RESULT)
		}));
	}

	/**
	 * First sieve: the first rule that matches a row, and what it gives.
	 * @param candidates positions of the rules that may match, ascending; all that are enabled unless given
	 * @param tally of the run that the row belongs to
	 */
	byRule(
		message: string,
		source: string,
		candidates?: readonly number[],
		tally?: RuleTally
	): RuleVerdict {
		const match = this.rules.match(message, source, candidates, tally);
		return match ? (this.verdicts[match.rule] as RuleVerdict) : NO_RULE;
	}

	/**
	 * Second sieve: what the head makes of a canonical text. One without any text no sieve can classify.
	 * @param embedding unit length
	 * @param level of the message, where it names one
	 * @param priors what the message's run says of it; without them what is usual holds
	 */
	decide(
		canonical: string,
		embedding: Float32Array,
		level: LevelClass = 'none',
		priors: RunPriors = this.usual
	): Classification {
		if (canonical === '') return { ...EMPTY_RESULT };
		return this.judge(this.score(canonical, embedding), level, priors);
	}

	/**
	 * What the head makes of a text alone: the part of a decision that needs the embedding.
	 * @param canonical not empty
	 * @param embedding unit length
	 */
	score(canonical: string, embedding: Float32Array): Score {
		const quantised = quantise(embedding);
		const similarity = this.examples?.nearest(quantised, 1)[0]?.similarity;
		return {
			// Single precision, as it is stored: a run that goes on later must come to the same result.
			probabilities: Float32Array.from(this.head.probabilities(canonical, embedding)),
			embedding: quantised,
			...(similarity === undefined ? {} : { similarity })
		};
	}

	/** Decides by the text's score, its level and its run. */
	judge(score: Score, level: LevelClass, priors: RunPriors = this.usual): Classification {
		const { probabilities, similarity, embedding } = score;
		const { thresholds } = this.bundle;
		const moved = withPriors({ level, probabilities }, priors, this.tree.sides);
		const at = chooseLabel(moved, this.tree.isProblem, thresholds.problem);
		if (at === undefined) return { ...OVERFLOWN_RESULT, embedding };
		const problem = this.tree.sides.find(({ name }) => name === PROBLEM);
		const evidence = {
			problem: problem ? massOf(problem, moved) : 0,
			top: mostProbable(this.head.classes, moved),
			probabilities,
			embedding,
			...(similarity === undefined ? {} : { similarity })
		};
		if (similarity !== undefined && similarity < thresholds.similarity)
			return {
				...this.verdict(at, moved, 'unknown'),
				...evidence,
				unlike: true,
				reason: `Unlike anything known: the nearest labelled example has similarity ${similarity.toFixed(2)} (needs ${thresholds.similarity}).`
			};
		const { certainty, node, doubt } = settle(at, moved, level, { tree: this.tree, thresholds });
		const reason = doubt && this.reasonFor(doubt, at, moved);
		return {
			...this.verdict(at, moved, certainty, node),
			...evidence,
			...(reason === undefined ? {} : { reason })
		};
	}

	/**
	 * Judges the messages of a run by what all of them say of each other.
	 * @param units each canonical text once at each of its levels
	 * @param shares false: each by what is usual
	 * @returns results in the order of the units
	 */
	judgeRun(
		units: readonly RunUnit[],
		shares = true
	): { results: Classification[]; priors?: RunPriors } {
		const judged = (priors?: RunPriors): Classification[] =>
			units.map(({ score, level }) => this.judge(score, level, priors));
		if (!shares) return { results: judged() };
		const priors = this.learn(units);
		return { results: judged(priors), priors };
	}

	/** What the units of a run say of each other. @param units each canonical text once at each of its levels */
	learn(units: readonly LearnedUnit[]): RunPriors {
		const scored = units.map(({ score, ...unit }) => ({ ...unit, ...score }));
		return learnPriors(scored, this.tree.sides, this.expected);
	}

	/** Why a category is not settled, in words for the user. */
	private reasonFor(doubt: 'probability' | 'level', at: number, moved: Float64Array): string {
		const label = this.head.classes[at] as string;
		const said = `${formatShare(moved[at] as number)} ${label}`;
		return doubt === 'level'
			? `${said}, but its level is error or worse.`
			: `Not sure: ${said} (needs ${formatShare(neededFor(label, this.bundle.thresholds))}).`;
	}

	private verdict(
		at: number,
		moved: Float64Array,
		certainty: Certainty,
		settled?: LabelNode
	): Verdict {
		const label = this.head.classes[at] as string;
		const node = settled ?? this.tree.nodesOf(at)[0];
		return {
			label,
			confidence: moved[at] as number,
			tier: certainty === 'unknown' ? 'none' : 'head',
			certainty,
			family: node?.name ?? this.tree.family(label),
			familyConfidence: node ? massOf(node, moved) : 1,
			needsReview:
				certainty === 'unknown' ||
				(this.bundle.thresholds.reviewProblems === true &&
					certainty === 'likely' &&
					this.tree.isProblem[at] === true)
		};
	}
}

function verdictOf(rule: number, label: string | undefined, tree: LabelTree): RuleVerdict {
	if (label === undefined) return { rule };
	return { rule, result: { ...givenVerdict(label, 'rule', tree), top: [] } };
}

function expectedBy({ expected }: Bundle, classes: readonly string[]): Expected {
	const sharesOf = (shares: Record<string, number> | undefined): number[] =>
		classes.map((label) => shares?.[label] ?? 1 / classes.length);
	const { levels, taught } = expected ?? {};
	return {
		classes,
		shares: sharesOf(expected?.shares),
		...(levels ? { levels } : {}),
		...(taught ? { taught: { texts: taught.texts, shares: sharesOf(taught.shares) } } : {})
	};
}

/** A message without any text cannot be classified by any sieve. */
export const EMPTY_RESULT: Classification = {
	label: UNCLASSIFIED,
	confidence: 0,
	tier: 'none',
	certainty: 'unknown',
	family: NO_PROBLEM,
	familyConfidence: 0,
	needsReview: true,
	top: [],
	reason: 'The message is empty.'
};

/** A head whose sums overflow has no probabilities: nothing is settled by them. */
const OVERFLOWN_RESULT: Classification = {
	...EMPTY_RESULT,
	reason: "No probability: the numbers of the bundle's head overflow for this message."
};

function mostProbable(
	classes: readonly string[],
	probabilities: ArrayLike<number>
): LabelProbability[] {
	return classes
		.map((label, index) => ({ label, probability: probabilities[index] as number }))
		.sort((a, b) => b.probability - a.probability)
		.slice(0, TOP_LABELS);
}
