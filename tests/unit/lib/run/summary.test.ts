import { describe, expect, it } from 'vitest';
import {
	EMPTY_RESULT,
	errorRows,
	heardRows,
	labelsOfNote,
	problemLabels,
	rowsByGroup,
	rowsOfLabel,
	rowsOfSeverity,
	unlikeShare
} from '../../../../src/lib/run/summary';
import type { QueryResult } from '../../../../src/workers/contracts/viewer';

const RESULT: QueryResult = {
	...EMPTY_RESULT,
	total: 100,
	matched: 100,
	labels: [
		['HttpStatus', 40],
		['IOError', 20],
		['SystemNotification', 15],
		['ResourceUsage', 9],
		['BillingFailure', 6],
		['DebugTrace', 5],
		['Unclassified', 3],
		['', 2]
	],
	severities: [
		['info', 70],
		['error', 24],
		['critical', 6]
	]
};

describe('the overview', () => {
	it('counts rows without those of muted messages', () => {
		expect(heardRows({ ...RESULT, muted: 30 })).toBe(70);
	});

	it('gives figures of their own to two labels of the bundle, whichever it is', () => {
		const known = ['HttpStatus', 'IOError', 'SecurityAlert', 'UserAction'];
		expect(labelsOfNote(known)).toEqual({ problem: 'SecurityAlert', activity: 'UserAction' });
		const own = ['Login', 'BillingFailure', 'Refund'];
		expect(labelsOfNote(own)).toEqual({ problem: 'BillingFailure', activity: 'Login' });
		expect(labelsOfNote(['Login', 'Unclassified'])).toEqual({ activity: 'Login' });
		expect(labelsOfNote(['BillingFailure', 'Unclassified'])).toEqual({ problem: 'BillingFailure' });
	});

	it('reads counts by name, 0 when there are none', () => {
		expect([rowsOfLabel(RESULT, 'IOError'), rowsOfLabel(RESULT, 'UserAction')]).toEqual([20, 0]);
		expect([rowsOfSeverity(RESULT, 'error'), rowsOfSeverity(RESULT, 'debug')]).toEqual([24, 0]);
	});

	it('knows problems, also of a label of the user’s own', () => {
		expect(problemLabels(RESULT)).toEqual(['IOError', 'BillingFailure']);
		expect(problemLabels(EMPTY_RESULT)).toEqual([]);
	});

	it('adds rows up by kind of event and leaves out those that wait', () => {
		expect(rowsByGroup(RESULT)).toEqual({
			problems: 26,
			activity: 40,
			status: 24,
			debug: 5,
			unclassified: 3
		});
		expect(Object.values(rowsByGroup(EMPTY_RESULT))).toEqual([0, 0, 0, 0, 0]);
	});

	it('counts a severe row that is surely a problem once, and guesses apart', () => {
		// Of 26 problems 12 are sure; among the 30 severe rows are 18 problems, 10 of them sure.
		const all: QueryResult = { ...RESULT, sureLabels: [['IOError', 12]] };
		const severe: QueryResult = {
			...EMPTY_RESULT,
			matched: 30,
			labels: [['IOError', 18]],
			sureLabels: [['IOError', 10]],
			timeRange: [1, 2]
		};
		expect(errorRows(all, severe)).toEqual({ rows: 32, likely: 6, severeRange: [1, 2] });
		expect(errorRows(EMPTY_RESULT, EMPTY_RESULT)).toMatchObject({ rows: 0, likely: 0 });
	});
});

describe('unlikeShare', () => {
	const result = (unlike: number, others: number): QueryResult => ({
		...EMPTY_RESULT,
		labels: [['IOError', unlike + others]],
		certainties: [
			['sure', others],
			['unknown', unlike]
		]
	});

	it('is said when the categories do not fit', () => {
		expect(unlikeShare(result(60, 20), 0.8)).toBe(0.75);
		expect(unlikeShare(result(40, 40), 0.5)).toBe(0.5);
	});

	it('is not said of a few rows, or when most rows have a category', () => {
		expect(unlikeShare(result(19, 0), 1)).toBeUndefined();
		expect(unlikeShare(result(39, 41), 1)).toBeUndefined();
		// One frequent message among many that are known.
		expect(unlikeShare(result(60, 20), 0.01)).toBeUndefined();
		expect(unlikeShare(EMPTY_RESULT, 1)).toBeUndefined();
	});
});
