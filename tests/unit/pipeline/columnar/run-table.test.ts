import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RunTable } from '../../../../src/lib/pipeline/columnar/run-table';
import { PENDING } from '../../../../src/lib/pipeline/columnar/outcome';
import { UNCLASSIFIED } from '../../../../src/lib/pipeline/types';
import { chunkOf, randomRun, RULES, tableOf, type RandomRow } from '../../support/random-run';

const row = (change: Partial<RandomRow>): RandomRow => ({
	template: 0,
	rule: -1,
	source: 0,
	time: 0,
	severity: 0,
	...change
});

describe('RunTable', () => {
	it('gives back the columns of all chunks, in order', () => {
		fc.assert(
			fc.property(randomRun, (run) => {
				const table = tableOf(run);
				expect(table.rowCount).toBe(run.rows.length);
				run.rows.forEach(({ template, rule, source, time, severity }, at) => {
					expect(table.template[at]).toBe(template);
					expect(table.rule[at]).toBe(rule);
					expect(table.source[at]).toBe(source);
					expect(table.time[at]).toBe(time);
					expect(table.severity[at]).toBe(severity);
					expect(table.chunkOf(at)).toBe(Math.floor(at / run.chunkSize));
				});
				for (let template = 0; template < 6; template++)
					expect(table.rowsOfTemplate(template)).toBe(
						run.rows.filter((row) => row.template === template).length
					);
			})
		);
	});

	it('grows beyond its first capacity', () => {
		const table = new RunTable([]);
		for (let chunk = 0; chunk < 5; chunk++) {
			const rows = Array.from({ length: 900 }, (_, i) => row({ template: chunk * 900 + i }));
			table.addChunk(chunkOf(rows, chunk * 900, chunk));
		}
		expect(table.rowCount).toBe(4_500);
		for (let at = 0; at < 4_500; at++) expect(table.template[at]).toBe(at);
	});

	it('lets a rule with a label win over the template, and a routing rule not', () => {
		const labels = [{ name: 'IOError', definition: '', problem: true }];
		const table = new RunTable(RULES, labels);
		table.addChunk(chunkOf([row({ rule: 0 }), row({ rule: 1 }), row({})], 0, 0));
		const result = {
			label: 'Routine',
			confidence: 0.7,
			tier: 'head' as const,
			certainty: 'likely' as const,
			family: 'no problem',
			familyConfidence: 0.9,
			needsReview: false,
			top: []
		};
		table.addTemplate({ index: 0, canonical: 'x', result });
		expect(table.outcome(0)).toEqual({
			label: 'IOError',
			confidence: 1,
			tier: 'rule',
			certainty: 'sure',
			family: 'problem',
			familyConfidence: 1,
			needsReview: false,
			rule: 0,
			result
		});
		expect(table.outcome(1)).toMatchObject({ label: 'Routine', tier: 'head', rule: 1 });
		expect(table.outcome(2)).toMatchObject({ label: 'Routine', confidence: 0.7, rule: -1 });
	});

	it('tells a template that waits from one that was left over', () => {
		const table = new RunTable(RULES);
		table.addChunk(chunkOf([row({})], 0, 0));
		expect(table.outcome(0)).toMatchObject({ label: PENDING, tier: 'none', needsReview: false });
		table.running = false;
		expect(table.outcome(0)).toMatchObject({
			label: UNCLASSIFIED,
			confidence: 0,
			tier: 'none',
			needsReview: true
		});
	});

	it('takes a later result of a template, as a relabelling gives', () => {
		const table = new RunTable(RULES);
		table.addChunk(chunkOf([row({})], 0, 0));
		for (const label of ['IOError', 'NetworkError']) {
			const result = {
				label,
				confidence: 1,
				tier: 'human' as const,
				certainty: 'sure' as const,
				family: 'no problem',
				familyConfidence: 1,
				needsReview: false,
				top: []
			};
			table.addTemplate({ index: 0, canonical: 'x', result });
			expect(table.outcome(0).label).toBe(label);
		}
	});
});
