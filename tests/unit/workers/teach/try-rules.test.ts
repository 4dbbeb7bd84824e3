import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { withAnswer } from '../../../../src/lib/pipeline/llm/verdict';
import type { Classification } from '../../../../src/lib/pipeline/types';
import { saveChunk, saveRun, saveTemplateMark, saveTemplates } from '../../../../src/lib/store/db';
import { draftFrom, headAnswers } from '../../../../src/workers/teach/try-rules';
import { chunkRecord, runRecord, templateRecord } from '../../support/records';
import { rule } from '../../support/small-bundle';

const unsure: Classification = {
	label: 'IOError',
	confidence: 0.4,
	tier: 'none',
	certainty: 'unknown' as const,
	family: 'no problem',
	familyConfidence: 0.5,
	needsReview: true,
	top: [{ label: 'IOError', probability: 0.4 }]
};
const sure: Classification = {
	...unsure,
	confidence: 0.9,
	tier: 'head',
	certainty: 'sure' as const,
	family: 'no problem',
	familyConfidence: 1,
	needsReview: false
};
const unknown: Classification = { ...unsure, label: 'Unclassified', confidence: 0.7 };
const said = { label: 'Routine', tries: 1, milliseconds: 1, promptTokens: 1, completionTokens: 1 };
const byModel = withAnswer(
	unsure,
	said,
	{ engine: 'wllama', model: 'fake-1' },
	true,
	() => 'routine'
);

/** A stored run of one row for each template. @param rules position of the rule of each row, or -1 */
async function store(results: Classification[], rules: number[]): Promise<void> {
	const rows = results.length;
	await saveRun(
		runRecord('a', {
			rows,
			chunks: 1,
			rules: [rule(), rule({ id: 'ask', then: { route: 'llm' } })]
		})
	);
	const lines = results.map((_, at) => `line number ${at}\n`);
	const ends = lines.map((_, at) => lines.slice(0, at + 1).join('').length);
	await saveChunk(
		{
			...chunkRecord('a', 0),
			rowCount: rows,
			ends: Uint32Array.from(ends),
			template: Uint32Array.from(results, (_, at) => at),
			rule: Int16Array.from(rules),
			source: new Uint32Array(rows),
			time: new Float64Array(rows),
			severity: new Uint8Array(rows)
		},
		lines.join('')
	);
	await saveTemplates(
		results.map((result, index) => ({ ...templateRecord('a', index, 0), result }))
	);
}

beforeEach(() => saveTemplateMark({ canonical: 'text 1', state: 'plain' }));

describe('headAnswers', () => {
	it('gives what the head thought, also where a language model answered, and what no threshold settles', async () => {
		await store([sure, byModel, unknown], [-1, -1, -1]);
		expect(await headAnswers('a')).toEqual([
			{ label: 'IOError', confidence: 0.9, rows: 1, routed: false },
			{ label: 'IOError', confidence: 0.4, rows: 1, routed: false },
			{ confidence: 0.7, rows: 1, routed: false }
		]);
	});

	it('says what a rule sends to a language model, and leaves out what one labels', async () => {
		await store([sure, sure], [0, 1]);
		expect(await headAnswers('a')).toEqual([
			{ label: 'IOError', confidence: 0.9, rows: 1, routed: true }
		]);
	});

	it('leaves out what a person decided or muted', async () => {
		await saveTemplateMark({ canonical: 'text 1', state: 'muted' });
		await store([{ ...sure, tier: 'human' }, unsure, sure], [-1, -1, -1]);
		expect(await headAnswers('a')).toHaveLength(1);
	});
});

describe('draftFrom', () => {
	it('gives the label of the run, or the one that it is told', async () => {
		await store([sure], [-1]);
		expect(await draftFrom('a', 0, 'own-1')).toMatchObject({
			id: 'own-1',
			then: { label: 'IOError' },
			examples: { match: ['line number 0'] }
		});
		expect((await draftFrom('a', 0, 'own-1', 'Routine')).then).toEqual({ label: 'Routine' });
	});

	it('refuses a message that is gone', async () => {
		await store([sure], [-1]);
		await expect(draftFrom('a', 7, 'own-1')).rejects.toThrow(/no longer in the run/);
	});
});
