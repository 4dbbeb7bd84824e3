import { describe, expect, it } from 'vitest';
import { sieveOfProgress, sieveOfRun } from '../../../../src/lib/run/sieve';
import { runRecord } from '../../support/records';
import { runProgress } from '../../support/progress';

const TIERS = { rule: 40, head: 50, llm: 0, human: 0, none: 10 };

describe('the sieve of a run', () => {
	it('has rules, embedding, LLM and the rest, in this order', () => {
		const sieve = sieveOfRun(
			runRecord('a', { rows: 100, rowsByTier: TIERS, templatesByTier: { ...TIERS, rule: 4 } })
		);
		expect(sieve.stages.map(({ tier, rows, templates }) => [tier, rows, templates])).toEqual([
			['rule', 40, 4],
			['head', 50, 50],
			['llm', 0, 0],
			['none', 10, 10]
		]);
		expect(sieve).toMatchObject({ rows: 100, waiting: 0, fraction: 1 });
	});

	it('has a stage for what was set by hand, if anything was', () => {
		const sieve = sieveOfRun(runRecord('a', { rows: 100, rowsByTier: { ...TIERS, human: 1 } }));
		expect(sieve.stages.map(({ tier }) => tier)).toEqual(['rule', 'head', 'llm', 'human', 'none']);
	});

	it('counts what the rest of its page counts: without the rows of muted messages', () => {
		const run = runRecord('a', { rows: 100, rowsByTier: TIERS });
		const sieve = sieveOfRun(run, {
			tiers: [
				['rule', 40],
				['none', 3]
			]
		});
		expect(sieve).toMatchObject({ rows: 43, waiting: 0 });
		expect(sieve.stages.map(({ rows }) => rows)).toEqual([40, 0, 0, 3]);
	});

	it('takes the longest of overlapping times, and gives none where nothing was measured', () => {
		const { stages } = sieveOfRun(
			runRecord('a', { stages: { read: 1, classify: 7, embed: 100, head: 60 } })
		);
		expect(stages.map((stage) => stage.milliseconds)).toEqual([7, 100, undefined, undefined]);
		expect('milliseconds' in (stages[2] ?? {})).toBe(false);
	});

	it('says that the LLM is not there, until it has rows', () => {
		const without = sieveOfRun(runRecord('a'));
		expect(without.stages.map(({ note }) => note)).toEqual([
			undefined,
			undefined,
			'not asked',
			undefined
		]);
		const sieve = sieveOfRun(runRecord('a', { rowsByTier: { ...TIERS, llm: 1 } }));
		expect(sieve.stages.some(({ note }) => note !== undefined)).toBe(false);
	});
});

describe('the sieve of a run that goes on', () => {
	it('counts rows that no tier has settled yet', () => {
		const progress = runProgress({ rowsRead: 130, rowsByTier: TIERS });
		expect(sieveOfProgress(progress)).toMatchObject({ rows: 130, waiting: 30 });
	});

	it('never has fewer than none waiting', () => {
		expect(sieveOfProgress(runProgress({ rowsRead: 50, rowsByTier: TIERS })).waiting).toBe(0);
	});

	it('says how much of the input was read', () => {
		const fraction = (bytesRead: number, bytesTotal: number): number =>
			sieveOfProgress(runProgress({ bytesRead, bytesTotal })).fraction;
		expect([fraction(0, 0), fraction(25, 100), fraction(120, 100)]).toEqual([0, 0.25, 1]);
	});
});
