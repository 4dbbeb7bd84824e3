import type { QueryResult } from '../../workers/contracts/viewer';
import { categoryStyle, type CategoryGroup } from '../charts/category-style';
import { UNCLASSIFIED } from '../pipeline/types';

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

/** Of a run that has no rows yet. */
export const NO_ERRORS: ErrorRows = { rows: 0, likely: 0 };

/** Rows of a run without those of muted messages: what everything on its page counts. */
export const heardRows = ({ total, muted }: QueryResult): number => total - muted;

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

/**
 * Two labels that have figures of their own: a problem and something that people or programs did. Those that most logs are
 * searched for, or of other categories the first of each kind. What is none of them has a figure anyway.
 */
export function labelsOfNote(labels: readonly string[]): { problem?: string; activity?: string } {
	const own = labels.filter((label) => label !== UNCLASSIFIED);
	const firstOf = (wanted: string, problem: boolean): string | undefined =>
		own.includes(wanted) ? wanted : own.find((label) => isProblem(label) === problem);
	const problem = firstOf('SecurityAlert', true);
	const activity = firstOf('UserAction', false);
	return { ...(problem ? { problem } : {}), ...(activity ? { activity } : {}) };
}

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

/** Rows that are surely a problem of some kind. */
const sureProblemRows = (result: QueryResult): number =>
	problemLabels(result).reduce((sum, label) => sum + sureRowsOfLabel(result, label), 0);

/** Rows whose label is a problem. */
const problemRows = (result: QueryResult): number =>
	problemLabels(result).reduce((sum, label) => sum + rowsOfLabel(result, label), 0);

/** Rows that are severe by their level, or surely a problem. */
export interface ErrorRows {
	rows: number;
	/** Further rows whose category is a problem, but not surely. */
	likely: number;
	/** First and last time of those of severity error or critical; absent without any time. */
	severeRange?: [from: number, to: number] | undefined;
}

/**
 * Rows whose severity is error or critical, or that are surely a problem. The two overlap, so the overlap is subtracted
 * once.
 *
 * @param result counts over all rows
 * @param severe counts over the rows of severity error or critical
 */
export function errorRows(result: QueryResult, severe: QueryResult): ErrorRows {
	const unsure = (counts: QueryResult): number => problemRows(counts) - sureProblemRows(counts);
	return {
		rows: severe.matched + sureProblemRows(result) - sureProblemRows(severe),
		likely: unsure(result) - unsure(severe),
		severeRange: severe.timeRange
	};
}

/** From this share of rows on the categories are said not to fit: what they are about is then the exception. */
const MOSTLY_UNLIKE = 0.5;
/** Fewer rows than this tell nothing of the categories. */
const ROWS_TO_JUDGE = 20;

/**
 * Share of the rows of which nothing is settled, when they and their messages are so many that the categories do not fit. A
 * single frequent message says nothing of the categories.
 *
 * @param messages share of the messages of which nothing is settled
 */
export function unlikeShare(result: QueryResult, messages: number): number | undefined {
	const counted = result.labels.reduce((sum, [, rows]) => sum + rows, 0);
	if (counted < ROWS_TO_JUDGE) return undefined;
	const share = unknownRows(result) / counted;
	return Math.min(share, messages) >= MOSTLY_UNLIKE ? share : undefined;
}
