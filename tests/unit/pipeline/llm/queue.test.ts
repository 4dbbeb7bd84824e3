import { describe, expect, it } from 'vitest';
import { llmQuestions } from '../../../../src/lib/pipeline/llm/queue';
import { withAnswer } from '../../../../src/lib/pipeline/llm/verdict';
import { RunTable } from '../../../../src/lib/pipeline/columnar/run-table';
import type { Classification } from '../../../../src/lib/pipeline/types';
import { rule } from '../../support/small-bundle';

const RULES = [rule(), rule({ id: 'ask', then: { route: 'llm' } })];
const MODEL = { engine: 'wllama', model: 'fake-1' } as const;

const unsure: Classification = {
	label: 'IOError',
	confidence: 0.3,
	tier: 'none',
	certainty: 'unknown',
	family: 'problem',
	familyConfidence: 0.4,
	needsReview: true,
	top: [],
	reason: 'not sure'
};
const sure: Classification = {
	...unsure,
	tier: 'head',
	certainty: 'sure',
	needsReview: false,
	confidence: 0.9
};
const likely: Classification = { ...sure, certainty: 'likely', confidence: 0.5 };
const familyOf = (label: string): string => (label === 'Routine' ? 'routine' : 'problem');
const answer = {
	label: 'Routine',
	tries: 1,
	milliseconds: 1,
	promptTokens: 1,
	completionTokens: 1
};

/** @param rows for each row: template, rule, source */
function table(
	rows: [number, number, number][],
	results: (Classification | undefined)[]
): RunTable {
	const run = new RunTable(RULES);
	run.running = false;
	run.sources = ['web', 'db'];
	run.addChunk({
		index: 0,
		firstRow: 0,
		rowCount: rows.length,
		ends: new Uint32Array(rows.length),
		template: Uint32Array.from(rows, ([template]) => template),
		rule: Int16Array.from(rows, ([, at]) => at),
		source: Uint32Array.from(rows, ([, , source]) => source),
		time: new Float64Array(rows.length),
		severity: new Uint8Array(rows.length)
	});
	results.forEach((result, index) =>
		run.addTemplate({
			index,
			canonical: index === 9 ? '' : `text ${index}`,
			...(result ? { result } : {})
		})
	);
	return run;
}

describe('llmQuestions', () => {
	it('takes what nobody is sure of, most rows first, with its main source', () => {
		const run = table(
			[
				[0, -1, 0],
				[1, -1, 0],
				[1, -1, 1],
				[1, -1, 1],
				[2, -1, 0],
				[3, -1, 0]
			],
			[unsure, likely, sure, sure]
		);
		expect(llmQuestions(run, 'fake-1')).toEqual([
			{ template: 1, canonical: 'text 1', source: 'db', rows: 3, result: likely },
			{ template: 0, canonical: 'text 0', source: 'web', rows: 1, result: unsure }
		]);
	});

	it('takes what a rule sends there although the head is sure', () => {
		const run = table(
			[
				[0, 1, 0],
				[0, -1, 0]
			],
			[sure]
		);
		expect(llmQuestions(run, 'fake-1')).toMatchObject([{ template: 0, rows: 2, rule: 1 }]);
	});

	it('does not count rows that a label rule settles', () => {
		const run = table(
			[
				[0, 0, 0],
				[0, -1, 0],
				[1, 0, 0]
			],
			[unsure, unsure]
		);
		expect(llmQuestions(run, 'fake-1')).toMatchObject([{ template: 0, rows: 1 }]);
	});

	it('leaves out decisions of people, muted and empty messages, and what the model answered already', () => {
		const human: Classification = { ...unsure, tier: 'human' };
		const asked = withAnswer(unsure, { ...answer, label: 'Unclassified' }, MODEL, true, familyOf);
		const run = table(
			[
				[0, -1, 0],
				[1, -1, 0],
				[2, -1, 0],
				[3, -1, 0]
			],
			[human, asked, unsure, undefined]
		);
		run.marks = new Map([['text 2', 'muted']]);
		expect(llmQuestions(run, 'fake-1')).toEqual([]);
		expect(llmQuestions(run, 'fake-2')).toMatchObject([{ template: 1 }]);
	});
});

describe('withAnswer', () => {
	it('settles with a useful answer and keeps the verdict before it', () => {
		const result = withAnswer(
			unsure,
			{ ...answer, confidence: 0.8, reason: 'why' },
			MODEL,
			true,
			familyOf
		);
		expect(result).toMatchObject({
			label: 'Routine',
			confidence: 0.8,
			tier: 'llm',
			certainty: 'likely',
			family: 'routine',
			needsReview: false
		});
		expect(result).not.toHaveProperty('reason');
		expect(result.llm).toMatchObject({
			label: 'Routine',
			reason: 'why',
			before: { label: 'IOError', reason: 'not sure' }
		});
	});

	it.each([
		['Unclassified', { label: 'Unclassified' }],
		['a guess', { confidence: 0.2 }],
		['no valid answer', { label: 'Unclassified', problem: 'prose' }]
	])('leaves the row to review after %s, and keeps the view', (_name, change) => {
		const result = withAnswer(unsure, { ...answer, ...change }, MODEL, true, familyOf);
		expect(result).toMatchObject(unsure);
		expect(result.llm).toMatchObject({ model: 'fake-1', ...change });
	});

	it('only suggests when asked to', () => {
		expect(withAnswer(unsure, answer, MODEL, false, familyOf)).toMatchObject(unsure);
	});

	it('brings the first verdict back when another model settles nothing', () => {
		const settled = withAnswer(unsure, answer, MODEL, true, familyOf);
		const other = { engine: 'wllama', model: 'fake-2' } as const;
		expect(
			withAnswer(settled, { ...answer, label: 'Unclassified' }, other, true, familyOf)
		).toMatchObject(unsure);
	});

	it('never changes what a person decided', () => {
		const human: Classification = { ...unsure, tier: 'human', needsReview: false };
		expect(withAnswer(human, answer, MODEL, true, familyOf)).toBe(human);
	});
});
