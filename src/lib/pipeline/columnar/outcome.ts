import type { Classification, Verdict } from '../types';

/** Label of a row whose template is still waiting for the head. */
export const PENDING = '';

/** What a row's rule or template says of it. */
export interface RowOutcome extends Verdict {
	/** Position of the rule that matched, or -1. */
	rule: number;
	result: Classification | undefined;
}
