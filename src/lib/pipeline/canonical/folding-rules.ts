/**
 * The folding rules by name, so that a measurement can leave one out. The product folds with all of them: a text that was
 * folded otherwise means nothing to a bundle.
 */
export const FOLDING_RULES = [
	'leading time',
	'key block',
	'quoted name',
	'HTTP status kept by class',
	'URL',
	'e-mail',
	'path',
	'address',
	'time',
	'number',
	'id',
	'dotted name',
	'name as value',
	'run of numbers'
] as const;

export type FoldingRule = (typeof FOLDING_RULES)[number];

/** Whether each rule applies. */
export type Folding = Readonly<Record<FoldingRule, boolean>>;

/** All rules but those left out. */
export const foldingWithout = (...leftOut: readonly FoldingRule[]): Folding =>
	Object.fromEntries(FOLDING_RULES.map((rule) => [rule, !leftOut.includes(rule)])) as Record<
		FoldingRule,
		boolean
	>;

export const ALL_FOLDING = foldingWithout();
