import { massOf, NO_PROBLEM, PROBLEM, type LabelNode, type LabelTree } from '../bundle/label-tree';
import { UNCLASSIFIED, type Classification } from '../types';
import type { LlmRequest } from './engine';
import type { LlmPrompts, LlmSubject } from './prompt';

/** One request to a model about a message, and what follows from its answer. */
export interface LlmStep {
	request(retry: boolean): LlmRequest;
	/** What an answer may say. */
	answers: readonly string[];
	/** The step after a usable answer; without it the answer is the label. */
	next?(answer: string): LlmStep;
}

/** Share of a node's probability that the labels offered hold together: the rest of them the head has ruled out. */
const OFFERED_SHARE = 0.98;
const FEWEST_OFFERED = 2;

/**
 * The requests about one message: only what the head leaves open in the label tree. Where even the side is open, that is
 * asked first, since a small model knows wrong from not wrong better than one label from another; then the labels that
 * the head has not ruled out in the side or family.
 *
 * @param routed a rule sends the message here whatever the head makes of it: every label is offered
 */
export function firstStep(
	prompts: LlmPrompts,
	tree: LabelTree,
	subject: LlmSubject,
	result: Classification,
	routed: boolean
): LlmStep {
	const among = (labels: readonly string[]): LlmStep => {
		const answers = [...new Set([...labels, UNCLASSIFIED])];
		return { answers, request: (retry) => prompts.labelRequest(subject, answers, retry) };
	};
	if (routed || result.certainty === 'sure') return among(prompts.names);
	const node = tree.nodes.find(({ name }) => name === result.family);
	if (result.certainty === 'likely' && node) return among(leftIn(node, tree, result));
	const [problem, other] = tree.sides;
	if (!problem || !other) return among(prompts.names);
	const nearest = subject.nearest.map(({ text, label }) => ({
		text,
		label: tree.isWithin(label, PROBLEM) ? PROBLEM : NO_PROBLEM
	}));
	return {
		answers: [PROBLEM, NO_PROBLEM],
		request: (retry) => prompts.sideRequest({ ...subject, nearest }, retry),
		next: (answer) => among(leftIn(answer === PROBLEM ? problem : other, tree, result))
	};
}

/** Labels of a node that the head has not ruled out, most probable first; all of a message that is like nothing it knows. */
function leftIn(
	node: LabelNode,
	{ classes }: LabelTree,
	{ probabilities, unlike }: Classification
): string[] {
	// Those of another bundle than the tree's say nothing here.
	if (probabilities?.length !== classes.length || unlike)
		return node.classes.map((at) => classes[at] as string);
	const sorted = [...node.classes].sort(
		(a, b) => (probabilities[b] as number) - (probabilities[a] as number)
	);
	const enough = OFFERED_SHARE * massOf(node, probabilities);
	let mass = 0;
	const left = sorted.filter((at, k) => {
		const isOffered = k < FEWEST_OFFERED || mass < enough;
		mass += probabilities[at] as number;
		return isOffered;
	});
	return left.map((at) => classes[at] as string);
}
