import type { ColumnMapping } from './input-format';

/** What an export says of each row, beside the columns of its input; with further names where the input has the same. */
export const OWN_COLUMNS = [
	['target_label', 'predicted_label', 'winnow_target_label'],
	['confidence', 'winnow_confidence'],
	['tier', 'winnow_tier'],
	['rule', 'winnow_rule'],
	['needs_review', 'winnow_needs_review'],
	['family', 'winnow_family'],
	['certainty', 'winnow_certainty'],
	['family_confidence', 'winnow_family_confidence']
] as const;

/** Where a row stands and what it is, for whoever reads the file again. */
export const PLACE_COLUMNS = [
	['row', 'winnow_row'],
	['time_iso', 'winnow_time_iso'],
	['template', 'winnow_template']
] as const;

/** What was read from the columns of a row, where that is not plain from their names. */
export const SAID_COLUMNS = [
	['winnow_message', 'winnow_log_message'],
	['winnow_level', 'winnow_log_level'],
	['winnow_source', 'winnow_log_source']
] as const;

type Wishes = readonly string[];

/** Whether a column is one of these, or one that got a number since all of them were taken. */
const isOneOf = (wishes: Wishes, name: string | undefined): boolean =>
	name !== undefined && (wishes.includes(name) || wishes.includes(name.replace(/ \(\d+\)$/, '')));

/** What the columns of a file mean that Winnow itself has written. */
export interface OwnExport {
	/** The first so many columns are those of the input that it was made of. */
	input: number;
	/** That input was JSON. */
	isJson: boolean;
	/** What the other columns say. */
	mapping: Partial<ColumnMapping>;
}

/**
 * Recognises an export by its own columns.
 *
 * @returns undefined for any other file
 */
export function ownExport(columns: readonly string[]): OwnExport | undefined {
	const first = columns.findLastIndex((_, at) =>
		OWN_COLUMNS.every((wishes, i) => isOneOf(wishes, columns[at + i]))
	);
	if (first === -1) return undefined;
	const find = (wishes: Wishes): number | undefined => {
		const at = columns.findLastIndex((name) => isOneOf(wishes, name));
		return at < first + OWN_COLUMNS.length ? undefined : at;
	};
	const timestamp = find(PLACE_COLUMNS[1]);
	const [message, level, source] = SAID_COLUMNS.map(find);
	return {
		input: first,
		isJson: columns[first - 1] === OTHER_FIELDS,
		mapping: {
			...(message === undefined ? {} : { message }),
			...(level === undefined ? {} : { level }),
			...(source === undefined ? {} : { source }),
			...(timestamp === undefined ? {} : { timestamp }),
			truth: first
		}
	};
}

/** Fields of JSON that have no column. */
export const OTHER_FIELDS = 'other_fields';

/** A spreadsheet runs a cell that begins so as a formula; a negative number is none. */
const FORMULA = /^(?!-\d+(?:[.,]\d+)*(?:e[+-]?\d+)?$)\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/i;

/**
 * Whether a cell gets an apostrophe in an export, against formulas. One that has apostrophes ahead of a formula gets
 * another, so that each cell can be read back as it was.
 */
export const needsApostrophe = (cell: string): boolean =>
	!isPlainStart(cell.charCodeAt(0)) && FORMULA.test(cell.replace(/^'+/, ''));

/** Digits, letters and what stands between their cases: most cells begin so, and no pattern has to be tried on them. */
const isPlainStart = (code: number): boolean =>
	(code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x7a);

/** The cell that `needsApostrophe` was asked about. */
export const withoutApostrophe = (cell: string): string =>
	cell.startsWith("'") && needsApostrophe(cell) ? cell.slice(1) : cell;
