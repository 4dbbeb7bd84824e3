import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../../src/lib/pipeline/view/compare-runs';
import { runLogCounts } from '../../../../src/lib/pipeline/view/run-log';
import type { Classification } from '../../../../src/lib/pipeline/types';
import { tableOf } from '../../support/random-run';

const result = (label: string, reason?: string): Classification => ({
	label,
	confidence: 0.9,
	tier: reason ? 'none' : 'head',
	certainty: 'sure' as const,
	family: 'no problem',
	familyConfidence: 1,
	needsReview: reason !== undefined,
	top: [],
	...(reason ? { reason } : {})
});

/** Rows of some templates without a rule; counts by canonical text. */
function runOf(counts: Record<string, [label: string, rows: number]>) {
	const names = Object.keys(counts);
	const rows = names.flatMap((name, template) =>
		Array.from({ length: counts[name]?.[1] ?? 0 }, () => ({
			template,
			rule: -1,
			source: 0,
			time: NaN,
			severity: 3
		}))
	);
	const templates = names.map((canonical, index) => ({
		index,
		canonical,
		result: result(counts[canonical]?.[0] ?? '')
	}));
	return tableOf({ rows, templates, running: false, chunkSize: 50 });
}

describe('compareRuns', () => {
	it('says what rose, fell, appeared and vanished', () => {
		const before = runOf({ a: ['IOError', 100], b: ['Routine', 900], gone: ['Routine', 10] });
		const after = runOf({ a: ['IOError', 400], b: ['Routine', 600], new: ['NetworkError', 10] });
		const { labels, templates, rowsBefore, rowsAfter } = compareRuns(before, after);
		expect([rowsBefore, rowsAfter]).toEqual([1_010, 1_010]);
		expect(templates.map(({ name, kind, before, after }) => [name, kind, before, after])).toEqual([
			['a', 'rose', 100, 400],
			['b', 'fell', 900, 600],
			['gone', 'vanished', 10, 0],
			['new', 'appeared', 0, 10]
		]);
		expect(labels.map(({ name, kind }) => [name, kind])).toEqual([
			['Routine', 'fell'],
			['IOError', 'rose'],
			['NetworkError', 'appeared']
		]);
	});

	it('adds up a text that occurs at several levels', () => {
		const before = runOf({ a: ['IOError', 100], b: ['Routine', 900] });
		const after = runOf({ a: ['IOError', 300], 'a again': ['IOError', 300], b: ['Routine', 400] });
		const again = after.templates[1];
		if (again) after.addTemplate({ ...again, canonical: 'a', level: 'error' });
		const { templates } = compareRuns(before, after);
		expect(templates.map(({ name, after }) => [name, after])).toEqual([
			['a', 600],
			['b', 400]
		]);
	});

	it('takes shares, and leaves out what may be chance', () => {
		const before = runOf({ a: ['IOError', 10], b: ['Routine', 90] });
		const after = runOf({ a: ['IOError', 110], b: ['Routine', 890] });
		const { labels, templates } = compareRuns(before, after);
		expect(templates).toEqual([]);
		expect(labels.map(({ kind }) => kind)).toEqual(['same', 'same']);
	});
});

describe('runLogCounts', () => {
	it('counts reasons without their figures, rules, and what was routed', () => {
		const rows = [
			[0, 0],
			[0, -1],
			[1, -1],
			[1, 1],
			[2, -1],
			[3, -1]
		].map(([template = 0, rule = -1]) => ({ template, rule, source: 0, time: NaN, severity: 3 }));
		const templates = [
			{ index: 0, canonical: 'a', result: result('x', 'The head is not sure: 40% for x.') },
			{ index: 1, canonical: 'b', result: result('x', 'The head is not sure: 10% for x.') },
			{ index: 2, canonical: 'c', result: result('Routine') },
			{ index: 3, canonical: 'd' }
		];
		const table = tableOf({ rows, templates, running: false, chunkSize: 9 });
		const thresholds = { confidence: 0.6, similarity: 0.3 };
		const log = runLogCounts(table, thresholds);
		expect(log.fallbacks).toEqual([
			{ reason: 'The head is not sure', templates: 2, rows: 3 },
			{ reason: 'The run ended before it was classified', templates: 1, rows: 1 }
		]);
		expect(log.rules).toEqual([{ rule: table.rules[0]?.name, rows: 1 }]);
		expect(log.routed).toBe(1);
		expect(log.thresholds).toBe(thresholds);
	});
});
