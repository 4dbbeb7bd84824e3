import type { QueryResult } from '../../workers/contracts/viewer';
import { categoryStyle, type CategoryGroup } from '../charts/category-style';

/** The counts of a run that has no rows yet. */
export const EMPTY_RESULT: QueryResult = {
	total: 0,
	matched: 0,
	lines: 0,
	labels: [],
	tiers: [],
	sources: [],
	severities: [],
	templates: 0,
	muted: 0,
	certainties: [],
	sureLabels: [],
	families: []
};

/** Rows of one label. */
export const rowsOfLabel = (result: QueryResult, label: string): number =>
	result.labels.find(([name]) => name === label)?.[1] ?? 0;

/** Rows of one label that are sure; what else has the label is likely or a guess. */
export const sureRowsOfLabel = (result: QueryResult, label: string): number =>
	result.sureLabels.find(([name]) => name === label)?.[1] ?? 0;

/** Rows of which nothing is settled. */
export const unknownRows = (result: QueryResult): number =>
	result.certainties.find(([certainty]) => certainty === 'unknown')?.[1] ?? 0;

/** Rows of one severity. */
export const rowsOfSeverity = (result: QueryResult, wanted: string): number =>
	result.severities.find(([severity]) => severity === wanted)?.[1] ?? 0;

/** Labels of a run that report a problem. */
export const problemLabels = (result: QueryResult): string[] =>
	result.labels.map(([label]) => label).filter((label) => isProblem(label));

const isProblem = (label: string): boolean => categoryStyle(label).group === 'problems';

/** Rows by kind of event; every group is there, with 0 if need be. */
export function rowsByGroup(result: QueryResult): Record<CategoryGroup, number> {
	const groups = { problems: 0, activity: 0, status: 0, debug: 0, unclassified: 0 };
	for (const [label, rows] of result.labels)
		if (label !== '') groups[categoryStyle(label).group] += rows;
	return groups;
}

/** Rows whose label is a problem. */
export const problemRows = (result: QueryResult): number =>
	problemLabels(result).reduce((sum, label) => sum + rowsOfLabel(result, label), 0);

/** Rows that are severe, or a problem by label. */
export interface ErrorRows {
	rows: number;
	/** First and last time of those of severity error or critical; absent without any time. */
	severeRange?: [from: number, to: number] | undefined;
}

/**
 * Rows whose severity is error or critical, or whose label is a problem. The two overlap, so the overlap, which takes
 * a query of its own, is subtracted once.
 *
 * @param result counts over all rows
 * @param both rows that are both
 */
export function errorRows(result: QueryResult, both: number): number {
	const severe = rowsOfSeverity(result, 'error') + rowsOfSeverity(result, 'critical');
	return severe + problemRows(result) - both;
}

/** From this share of rows on the categories are said not to fit: what they are about is then the exception. */
const MOSTLY_UNLIKE = 0.5;
/** Fewer rows than this tell nothing of the categories. */
const ROWS_TO_JUDGE = 20;

/** Share of the rows of which nothing is settled, when they are so many that the categories do not fit. */
export function unlikeShare(result: QueryResult): number | undefined {
	const counted = result.labels.reduce((sum, [, rows]) => sum + rows, 0);
	if (counted < ROWS_TO_JUDGE) return undefined;
	const share = unknownRows(result) / counted;
	return share >= MOSTLY_UNLIKE ? share : undefined;
}
