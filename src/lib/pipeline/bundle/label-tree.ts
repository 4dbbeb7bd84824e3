import type { Bundle } from './bundle';
import type { Verdict } from '../types';

/** Names of the two sides, as nodes of the tree: what reports something wrong, and everything else. */
export const PROBLEM = 'problem';
export const NO_PROBLEM = 'no problem';

/** A family or a side: labels that belong together. */
export interface LabelNode {
	name: string;
	isProblem: boolean;
	/** Positions of its labels among the tree's classes. */
	classes: readonly number[];
}

/**
 * The labels of a bundle as a tree: root, sides (a problem or none), families, labels. Where the label is not sure, its
 * family may be, or at least its side (Deng et al., Hedging Your Bets, 2012). A label without a family belongs to its
 * side alone. A node with all labels says nothing and is left out.
 */
export class LabelTree {
	/** Whether each class reports a problem. */
	readonly isProblem: readonly boolean[];
	/** Sides that have labels: one or two. */
	readonly sides: readonly LabelNode[];
	/** Families first, so that the first node that is settled is the most exact one. */
	readonly nodes: readonly LabelNode[];
	private readonly familyOfLabel: ReadonlyMap<string, string>;

	/** @param classes labels in the order of the probabilities */
	constructor(
		labels: Bundle['labels'],
		readonly classes: readonly string[]
	) {
		this.familyOfLabel = new Map(labels.map((label) => [label.name, familyOf(label)]));
		const problems = new Set(labels.filter(({ problem }) => problem).map(({ name }) => name));
		this.isProblem = classes.map((label) => problems.has(label));
		const families = [...new Set(classes.map((label) => this.family(label)))].map((name) =>
			this.node(name, (at) => this.family(classes[at] as string) === name)
		);
		this.sides = [PROBLEM, NO_PROBLEM]
			.map((name) => this.node(name, (at) => this.isProblem[at] === (name === PROBLEM)))
			.filter((side) => side.classes.length > 0);
		const named = new Map([...families, ...this.sides].map((node) => [node.name, node]));
		this.nodes = [...named.values()].filter((node) => node.classes.length < classes.length);
	}

	/** Family of a label; of one that the bundle does not know, the side without problems. */
	family(label: string): string {
		return this.familyOfLabel.get(label) ?? NO_PROBLEM;
	}

	/** Nodes that a class belongs to, the most exact one first. */
	nodesOf(at: number): LabelNode[] {
		return this.nodes.filter(({ classes }) => classes.includes(at));
	}

	/** Whether a label lies in a node, or is it. */
	isWithin(label: string, node: string): boolean {
		const at = this.classes.indexOf(label);
		return label === node || this.nodesOf(at).some(({ name }) => name === node);
	}

	private node(name: string, belongs: (at: number) => boolean): LabelNode {
		const classes = [...this.classes.keys()].filter(belongs);
		return { name, classes, isProblem: classes.every((at) => this.isProblem[at] === true) };
	}
}

const familyOf = ({ family, problem }: Bundle['labels'][number]): string =>
	family ?? (problem ? PROBLEM : NO_PROBLEM);

/** Summed probability of a node. */
export const massOf = ({ classes }: LabelNode, probabilities: ArrayLike<number>): number =>
	classes.reduce((sum, at) => sum + (probabilities[at] as number), 0);

/** The verdict of a rule or a person: nobody doubts it. */
export const givenVerdict = (label: string, tier: 'rule' | 'human', tree: LabelTree): Verdict => ({
	label,
	confidence: 1,
	tier,
	certainty: 'sure',
	family: tree.family(label),
	familyConfidence: 1,
	needsReview: false
});
