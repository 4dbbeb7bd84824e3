import { maskPii } from './pii';
import type { RowOutcome } from '../columnar/outcome';
import type { Rule } from '../rules/rules';
import type { Verdict } from '../types';
import { exportCells, exportColumns, type RowLayout } from '../read/row-cells';

/** What an export says of one row. */
export interface ExportOutcome extends Verdict {
	/** Id of the rule that matched, or empty. */
	rule: string;
}

/** What an export says of a row's outcome. @param rules of the row's run */
export function exportOutcome(
	{ label, confidence, tier, certainty, family, familyConfidence, needsReview, rule }: RowOutcome,
	rules: readonly Rule[]
): ExportOutcome {
	const verdict = { label, confidence, tier, certainty, family, familyConfidence, needsReview };
	return { ...verdict, rule: rules[rule]?.id ?? '' };
}

/** One row of an export: a cell for each input column, and what became of it. */
export interface ExportRow {
	cells: string[];
	outcome: ExportOutcome;
}

/** Our columns, with further names where the input has a column of the same name. */
const OWN_COLUMNS = [
	['target_label', 'predicted_label', 'winnow_target_label'],
	['confidence', 'winnow_confidence'],
	['tier', 'winnow_tier'],
	['rule', 'winnow_rule'],
	['needs_review', 'winnow_needs_review'],
	['family', 'winnow_family'],
	['certainty', 'winnow_certainty'],
	['family_confidence', 'winnow_family_confidence']
] as const;

/** Types of our columns; those of the input are all text. */
export const OWN_TYPES = [
	'STRING',
	'DOUBLE',
	'STRING',
	'STRING',
	'BOOLEAN',
	'STRING',
	'STRING',
	'DOUBLE'
] as const;

/** Values of our columns, in their order. */
export const ownValues = (outcome: ExportOutcome): (string | number | boolean)[] => [
	outcome.label,
	rounded(outcome.confidence),
	outcome.tier,
	outcome.rule,
	outcome.needsReview,
	outcome.family,
	outcome.certainty,
	rounded(outcome.familyConfidence)
];

const rounded = (probability: number): number => Number(probability.toFixed(4));

/** The columns of an export: all of the input, then ours. No two have one name. */
export class ExportColumns {
	readonly input: string[];
	/** Label, confidence, tier, rule, needs review, family, certainty, confidence of the family. */
	readonly own: string[];
	/** Times and levels name nobody, and masked they would be of no use. */
	private readonly unmasked: Set<number>;

	constructor(private readonly run: RowLayout) {
		const { format, mapping, extraColumns } = run;
		const columns = exportColumns(format);
		const taken = namesIn(columns);
		const extra = Array.from({ length: extraColumns }, (_, i) =>
			unusedName([`extra ${i + 1}`], taken)
		);
		this.input = [...columns, ...extra];
		const names = namesIn(this.input);
		this.own = OWN_COLUMNS.map((wishes) => unusedName(wishes, names));
		const { timestamp = -1, level = -1 } = mapping;
		this.unmasked = new Set([timestamp, level]);
	}

	get all(): string[] {
		return [...this.input, ...this.own];
	}

	/**
	 * A row's cells, one for each input column.
	 * @param raw the row's text as stored
	 * @param source for rows of plain text, which hold none
	 */
	cells(raw: string, source: string): string[] {
		const cells = exportCells(this.run, raw, source);
		while (cells.length < this.input.length) cells.push('');
		return cells;
	}

	/** The same cells without personal data. */
	masked(cells: readonly string[]): string[] {
		return cells.map((cell, at) => (this.unmasked.has(at) ? cell : maskPii(cell)));
	}
}

const namesIn = (columns: readonly string[]): Set<string> =>
	new Set(columns.map((name) => name.toLowerCase()));

/** The first wish that is not taken yet, else the last one with a number; it is taken from then on. */
function unusedName(wishes: readonly string[], taken: Set<string>): string {
	let name = wishes.find((wish) => !taken.has(wish));
	for (let number = 2; name === undefined; number++) {
		const numbered = `${wishes[wishes.length - 1]} (${number})`;
		if (!taken.has(numbered)) name = numbered;
	}
	taken.add(name);
	return name;
}
