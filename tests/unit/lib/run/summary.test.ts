import { describe, expect, it } from 'vitest';
import {
	EMPTY_RESULT,
	errorRows,
	problemLabels,
	problemRows,
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

	it('counts a row that is severe and a problem once', () => {
		// 30 severe, 26 problems, 18 both
		expect(errorRows(RESULT, 18)).toBe(38);
		expect(problemRows(RESULT)).toBe(26);
		expect(errorRows(EMPTY_RESULT, 0)).toBe(0);
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
		expect(unlikeShare(result(60, 20))).toBe(0.75);
		expect(unlikeShare(result(40, 40))).toBe(0.5);
	});

	it('is not said of a few rows, or when most rows have a category', () => {
		expect(unlikeShare(result(19, 0))).toBeUndefined();
		expect(unlikeShare(result(39, 41))).toBeUndefined();
		expect(unlikeShare(EMPTY_RESULT)).toBeUndefined();
	});
});
