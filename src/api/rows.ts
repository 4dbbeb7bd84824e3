import type { DirectBatch } from '../workers/contracts/direct';
import type { ClassifiedRow, InputRow } from './types';

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

/** Puts given rows and their outcomes together. A row that has no message says so and spoils no other. */
export class RowMerger {
	private readonly names: string[];
	private at = 0;

	constructor(private readonly rows: readonly unknown[]) {
		this.names = ownNames(rows);
	}

	/** The next rows, each with its outcome; a row that is a text with that as its message. */
	next(outcomes: DirectBatch['rows']): ClassifiedRow[] {
		return outcomes.map(({ outcome }) => this.merged(outcome));
	}

	/** The rows that have no outcome, once there are no more. */
	rest(): ClassifiedRow[] {
		return this.rows.slice(this.at).map(() => this.merged(MISSING));
	}

	private merged(outcome: Outcome): ClassifiedRow {
		const row = this.rows[this.at];
		const values = [...valuesOf(outcome), problemOf(row, this.at++)];
		const own = this.names
			.map((name, column): [string, unknown] => [name, values[column]])
			.filter(([, value]) => value !== undefined);
		return { ...givenOf(row), ...Object.fromEntries(own) };
	}
}

/** Rows of a CSV as objects, in its order of columns. */
export function objectsOf({ columns, rows }: DirectBatch): ClassifiedRow[] {
	return rows.map(({ cells, outcome }) => {
		const values = [...cells, ...valuesOf(outcome)];
		return Object.fromEntries(columns.map((name, at) => [name, values[at]]));
	});
}

type Outcome = DirectBatch['rows'][number]['outcome'];

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

const messageOf = (row: unknown): string =>
	typeof row === 'string' ? row : textOf(row, 'log_message');

function givenOf(row: unknown): InputRow {
	if (typeof row === 'string') return { log_message: row };
	return isObject(row) ? row : {};
}

function problemOf(row: unknown, at: number): string | undefined {
	if (!isObject(row) && typeof row !== 'string')
		return `Row ${at + 1} is neither an object nor a text.`;
	if (typeof row === 'string') return row.trim() === '' ? `Row ${at + 1} has no text.` : undefined;
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
