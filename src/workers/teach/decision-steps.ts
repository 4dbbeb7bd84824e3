import type { DecisionRecord } from '../../lib/store/schema';

/**
 * Decisions as the steps in which they were made: those stored together have the same time.
 * @param decisions oldest first
 */
export function decisionSteps(decisions: readonly DecisionRecord[]): DecisionRecord[][] {
	const steps: DecisionRecord[][] = [];
	for (const decision of decisions) {
		const last = steps.at(-1);
		if (last?.[0]?.decidedAt === decision.decidedAt) last.push(decision);
		else steps.push([decision]);
	}
	return steps;
}
