import { MAX_GIVEN_UP } from '../constants';
import type { RuleSet } from '../rules/rules';
import type { InputProblem } from '../types';

/** Says which rule took too long, and where. @param row its position in the run */
export function slowRuleProblem(
	{ rules }: RuleSet,
	{ rule, messages }: NonNullable<RuleSet['lastGivenUp']>,
	row: number
): InputProblem {
	const name = rules[rule]?.name ?? '';
	const off =
		messages < MAX_GIVEN_UP ? '' : ` It was the ${messages}th, so the rule is off for the rest.`;
	return {
		kind: 'slow-rule',
		row,
		message: `Row ${row + 1}: the rule "${name}" takes too long on this message and counts as not matching.${off}`
	};
}
