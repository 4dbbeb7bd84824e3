import { NO_PROBLEM, PROBLEM, type LabelTree } from '../bundle/label-tree';
import type { Certainty } from '../types';
import { calibrationError, isLenient, share, type Judged } from './metrics';

/** A judgement that may stop at a family or a side. */
export interface SettledJudged extends Judged {
	certainty: Certainty;
	/** The node that is settled, where the label is not. */
	family: string;
	/** Probability that the message is a problem. */
	problem: number;
}

/** Right at the node that was said: the truth, or what else is acceptable, is the label or lies in the family. */
export function isRightAtNode(item: SettledJudged, tree: LabelTree): boolean {
	if (item.certainty === 'sure') return isLenient(item);
	return [item.truth, ...item.also].some((label) => tree.isWithin(label, item.family));
}

/** Whether the side that was given, problem or not, is that of the truth or of what else is acceptable. */
export function isSideRight({ truth, also, predicted }: Judged, tree: LabelTree): boolean {
	const side = sideOf(predicted, tree);
	return [truth, ...also].some((label) => sideOf(label, tree) === side);
}

const sideOf = (label: string, tree: LabelTree): string =>
	tree.isWithin(label, PROBLEM) ? PROBLEM : NO_PROBLEM;

/** How far what a classifier calls sure or likely can be trusted. */
export interface CertaintyScores {
	/** Share of items whose side is right. */
	sideLenient: number;
	/** Share of items whose label is settled, and how many of those are right. */
	sure: number;
	sureLenient: number;
	/** Share of items that are sure or likely, and how many of those are right at the node that was said. */
	settled: number;
	settledRight: number;
	/** Expected calibration error of the side's probability. */
	sideEce: number;
}

export function certaintyScores(items: readonly SettledJudged[], tree: LabelTree): CertaintyScores {
	const sure = items.filter(({ certainty }) => certainty === 'sure');
	const settled = items.filter(({ certainty }) => certainty !== 'unknown');
	return {
		sideLenient: share(items, (item) => isSideRight(item, tree)),
		sure: sure.length / items.length,
		sureLenient: share(sure, isLenient),
		settled: settled.length / items.length,
		settledRight: share(settled, (item) => isRightAtNode(item, tree)),
		sideEce: calibrationError(
			items.map((item) => ({
				confidence: sideOf(item.predicted, tree) === PROBLEM ? item.problem : 1 - item.problem,
				right: isSideRight(item, tree)
			}))
		)
	};
}
