import type { Bundle } from '../bundle/bundle';
import { massOf, type LabelNode, type LabelTree } from '../bundle/label-tree';
import type { Certainty, LevelClass } from '../types';

/** Family that a message of level error or worse is never settled as. */
const ROUTINE = 'routine';

/** How far a category can be trusted, and where the label tree it stops. */
export interface Settlement {
	certainty: Certainty;
	/** The narrowest node that is settled, where the category itself is not. */
	node?: LabelNode;
	/** What keeps the category from being settled. */
	doubt?: 'probability' | 'level';
}

/** Probability from which a label is settled. */
export const neededFor = (
	label: string,
	{ perClass, confidence }: Pick<Bundle['thresholds'], 'perClass' | 'confidence'>
): number => perClass?.[label] ?? confidence;

/** Whether a level speaks against a label: an error is no routine, whatever its words. */
export const contradicts = (level: LevelClass, label: string, tree: LabelTree): boolean =>
	level === 'error' && tree.family(label) === ROUTINE;

/**
 * Settles a label, or else the narrowest family or side that it belongs to and that is probable enough.
 *
 * @param at position of the label among the tree's classes
 * @param probabilities one for each class
 */
export function settle(
	at: number,
	probabilities: ArrayLike<number>,
	level: LevelClass,
	{
		tree,
		thresholds
	}: {
		tree: LabelTree;
		thresholds: Pick<Bundle['thresholds'], 'perClass' | 'confidence' | 'nodes'>;
	}
): Settlement {
	const label = tree.classes[at] as string;
	const isProbable = (probabilities[at] as number) >= neededFor(label, thresholds);
	if (isProbable && !contradicts(level, label, tree)) return { certainty: 'sure' };
	const doubt = isProbable ? 'level' : 'probability';
	const node = tree
		.nodesOf(at)
		.find(
			(candidate) =>
				massOf(candidate, probabilities) >=
				(thresholds.nodes?.[candidate.name] ?? thresholds.confidence)
		);
	return node ? { certainty: 'likely', node, doubt } : { certainty: 'unknown', doubt };
}
