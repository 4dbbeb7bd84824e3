import { givenVerdict, type LabelTree } from '../bundle/label-tree';
import type { Classification } from '../types';

/** What people said of messages: label by canonical text. */
export type Decisions = ReadonlyMap<string, string>;

/** Parts of a result that hold whatever is said of the message. */
const EVIDENCE = ['problem', 'probabilities', 'similarity', 'embedding', 'llm'] as const;
const VERDICT = [
	'label',
	'confidence',
	'tier',
	'certainty',
	'family',
	'familyConfidence',
	'needsReview',
	'top',
	'reason',
	'unlike'
] as const;

/**
 * What a person said of a message. What is made of it otherwise stays beside it, for a way back and for training.
 *
 * @param otherwise what model or language model say; absent where neither was asked
 */
export function decidedByHand(
	label: string,
	tree: LabelTree,
	otherwise?: Classification
): Classification {
	const before = otherwise && withoutDecision(otherwise);
	return {
		...(otherwise ? picked(otherwise, EVIDENCE) : {}),
		...givenVerdict(label, 'human', tree),
		top: [],
		...(before ? { before: picked(before, VERDICT) } : {})
	};
}

/** A result as it is without what a person said; undefined where nothing else is known of the message. */
export function withoutDecision(result: Classification): Classification | undefined {
	if (result.tier !== 'human') return result;
	return result.before && { ...picked(result, EVIDENCE), ...result.before };
}

/** The keys that have a value. */
const picked = <K extends keyof Classification>(
	result: Classification,
	keys: readonly K[]
): Pick<Classification, K> =>
	Object.fromEntries(
		keys.flatMap((key) => (result[key] === undefined ? [] : [[key, result[key]]]))
	) as Pick<Classification, K>;
