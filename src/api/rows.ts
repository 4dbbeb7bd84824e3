import type { DirectResult } from '../workers/contracts/classifier';

/** A row as it is given: `log_message` is needed, `source` is used by some rules, everything else is kept. */
export type InputRow = Record<string, unknown>;

/** A row as it comes back: all that was given, and what it was found to be. */
export type ClassifiedRow = Record<string, unknown>;

/** Our columns, with further names where a row has a property of the same name. */
const OWN = [
	['target_label', 'predicted_label', 'winnow_target_label'],
	['confidence', 'winnow_confidence'],
	['tier', 'winnow_tier'],
	['rule', 'winnow_rule'],
	['needs_review', 'winnow_needs_review'],
	['family', 'winnow_family'],
	['certainty', 'winnow_certainty'],
	['family_confidence', 'winnow_family_confidence'],
	['problem', 'winnow_problem']
] as const;

/** Rows as CSV of two columns, one line for each, whatever it holds. */
export function csvOfRows(rows: readonly unknown[]): string {
	const lines = rows.map((row) => `${quoted(textOf(row, 'source'))},${quoted(messageOf(row))}\n`);
	return `source,log_message\n${lines.join('')}`;
}

/** The given rows, each with its outcome. One that has no message says so and spoils no other. */
export function mergedRows(
	rows: readonly unknown[],
	outcomes: DirectResult['rows']
): ClassifiedRow[] {
	const names = ownNames(rows);
	return rows.map((row, at) => {
		const values = [...valuesOf(outcomes[at]?.outcome ?? MISSING), problemOf(row, at)];
		const own = names
			.map((name, column): [string, unknown] => [name, values[column]])
			.filter(([, value]) => value !== undefined);
		return { ...(isObject(row) ? row : {}), ...Object.fromEntries(own) };
	});
}

/** Rows of a CSV as objects, in its order of columns. */
export function objectsOf({ columns, rows }: DirectResult): ClassifiedRow[] {
	return rows.map(({ cells, outcome }) => {
		const values = [...cells, ...valuesOf(outcome)];
		return Object.fromEntries(columns.map((name, at) => [name, values[at]]));
	});
}

type Outcome = DirectResult['rows'][number]['outcome'];

/** In the order of `OWN`. */
const valuesOf = (outcome: Outcome): unknown[] => [
	outcome.label,
	outcome.confidence,
	outcome.tier,
	outcome.rule,
	outcome.needsReview,
	outcome.family,
	outcome.certainty,
	outcome.familyConfidence
];

const MISSING: Outcome = {
	label: 'Unclassified',
	confidence: 0,
	tier: 'none',
	rule: '',
	needsReview: true,
	family: 'no problem',
	certainty: 'unknown',
	familyConfidence: 0
};

const isObject = (row: unknown): row is InputRow => typeof row === 'object' && row !== null;

/** Text and numbers count as text; anything else is none. */
function textOf(row: unknown, key: string): string {
	const value = isObject(row) ? row[key] : undefined;
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const messageOf = (row: unknown): string => textOf(row, 'log_message');

function problemOf(row: unknown, at: number): string | undefined {
	if (!isObject(row)) return `Row ${at + 1} is not an object.`;
	if (messageOf(row).trim() === '') return `Row ${at + 1} has no text in log_message.`;
	return undefined;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

function ownNames(rows: readonly unknown[]): string[] {
	const taken = new Set(rows.flatMap((row) => (isObject(row) ? Object.keys(row) : [])));
	return OWN.map(
		(wishes) => wishes.find((wish) => !taken.has(wish)) ?? (wishes[wishes.length - 1] as string)
	);
}
