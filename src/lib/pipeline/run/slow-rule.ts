import type { Rule } from '../rules/rules';
import type { SlowRule } from '../rules/rule-tally';
import type { InputProblem } from '../types';

/** Says which rule took too long, and where. @param row its position in the run */
export function slowRuleProblem(
	rules: readonly Rule[],
	{ rule, gaveUp, isOff }: SlowRule,
	row: number
): InputProblem {
	const name = rules[rule]?.name ?? '';
	const missed = gaveUp ? ' and counts as not matching' : '';
	const off = isOff
		? ' Such rules have used up their time in this run and are off for the rest of it: write them without back-references and without repetitions of what may be empty.'
		: '';
	return {
		kind: 'slow-rule',
		row,
		message: `Row ${row + 1}: the rule "${name}" takes too long on this message${missed}.${off}`
	};
}
