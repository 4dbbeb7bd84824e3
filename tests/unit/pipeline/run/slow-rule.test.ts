import { describe, expect, it } from 'vitest';
import { MAX_GIVEN_UP } from '../../../../src/lib/pipeline/constants';
import { Cascade } from '../../../../src/lib/pipeline/head/cascade';
import { rowsAsCsv } from '../../support/csv-rows';
import { run } from '../../support/run-fakes';
import { rule, smallBundle } from '../../support/small-bundle';

const SLOW = `${'a'.repeat(4_000)}!`;

describe('a run whose rule nothing bounds', () => {
	it('goes on, names the rule and the row, and tries the rule no more after many', async () => {
		const slow = rule({
			id: 'slow',
			name: 'Slow',
			pattern: '^(a+)+\\1b$',
			then: { label: 'Routine' }
		});
		const cascade = new Cascade(smallBundle({ rules: [slow, rule()] }));
		const runOf = async (slowRows: number) => {
			const messages = ['aab', 'Disk full', ...Array<string>(slowRows).fill(SLOW), 'disk full'];
			const rows = messages.map((message) => ({ source: 'x', message }));
			const { snapshot, table } = await run([rowsAsCsv(rows)], { cascade });
			expect([...table.rule.subarray(0, rows.length)]).toEqual([
				0,
				1,
				...Array<number>(slowRows).fill(-1),
				1
			]);
			return snapshot.problems.filter(({ kind }) => kind === 'slow-rule');
		};
		const said = await runOf(MAX_GIVEN_UP + 20);
		expect(said).toHaveLength(MAX_GIVEN_UP);
		expect(said[0]).toMatchObject({
			row: 2,
			message: expect.stringContaining('"Slow"') as string
		});
		expect(said.at(-1)?.message).toContain('the rule is off for the rest');
		// The next run tries it again.
		expect(await runOf(1)).toHaveLength(1);
	});

	it('is not held up by patterns that a backtracking engine would never finish', async () => {
		const hostile = ['^(?:b|c|d|a|aa)+$', '^(?:[\\u0100-\\uffff]|[^\\x00-\\x7f])+$', '(a+)+$'];
		const rules = hostile.map((pattern, at) => rule({ id: `r${at}`, name: `r${at}`, pattern }));
		const cascade = new Cascade(smallBundle({ rules }));
		const rows = [SLOW, `${'\u0431'.repeat(4_000)}!`, 'abcd'].map((message) => ({
			source: 'x',
			message
		}));
		const started = performance.now();
		const { snapshot, table } = await run([rowsAsCsv(rows)], { cascade });
		expect(performance.now() - started).toBeLessThan(5_000);
		expect(snapshot.problemCount).toBe(0);
		expect([...table.rule].slice(0, 3)).toEqual([-1, -1, 0]);
	});
});
