import { describe, expect, it } from 'vitest';
import { MAX_SEARCH_STEPS, MAX_UNBOUNDED_STEPS } from '../../../../src/lib/pipeline/constants';
import { Cascade } from '../../../../src/lib/pipeline/head/cascade';
import type { InputProblem } from '../../../../src/lib/pipeline/types';
import { rowsAsCsv } from '../../support/csv-rows';
import { run } from '../../support/run-fakes';
import { rule, smallBundle } from '../../support/small-bundle';

const SLOW = `${'a'.repeat(4_000)}!`;

/** What a run says of slow rules, whose messages are in its third row and as many as given. */
async function runOf(cascade: Cascade, slowRows: number): Promise<InputProblem[]> {
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
}

describe('a run whose rule nothing bounds', () => {
	it('goes on, names the rule and the row, and tries the rule no more after many', async () => {
		const slow = rule({
			id: 'slow',
			name: 'Slow',
			pattern: '^(a+)+\\1b$',
			then: { label: 'Routine' }
		});
		const cascade = new Cascade(smallBundle({ rules: [slow, rule()] }));
		const most = MAX_UNBOUNDED_STEPS / MAX_SEARCH_STEPS;
		const said = await runOf(cascade, most + 20);
		expect(said).toHaveLength(most);
		expect(said[0]).toMatchObject({
			row: 2,
			message: expect.stringContaining('"Slow" takes too long on this message and') as string
		});
		expect(said[0]?.message).not.toContain('off for the rest');
		expect(said.at(-1)?.message).toContain('off for the rest');
		// The next run tries it again, and two at once do not share what they may take.
		expect(await runOf(cascade, 1)).toHaveLength(1);
		const both = await Promise.all([runOf(cascade, 0.6 * most), runOf(cascade, 0.6 * most)]);
		for (const each of both) {
			expect(each).toHaveLength(0.6 * most);
			expect(each.at(-1)?.message).not.toContain('off for the rest');
		}
	});

	it('ends rules that are slow on every message and given up on none, all within one budget', async () => {
		const rules = ['a', 'b'].map((letter) =>
			rule({ id: letter, name: letter, pattern: `^(${letter}+)+\\1!$`, then: { label: 'Routine' } })
		);
		const cascade = new Cascade(smallBundle({ rules }));
		// Each takes a little less than a search may.
		const rows = Array.from({ length: 2_000 }, (_, row) => `${(row % 2 ? 'a' : 'b').repeat(12)}!?`);
		const { snapshot } = await run([rowsAsCsv(rows.map((message) => ({ source: 'x', message })))], {
			cascade
		});
		const said = snapshot.problems.filter(({ kind }) => kind === 'slow-rule');
		expect(said).toHaveLength(1);
		expect(said[0]?.message).toMatch(
			/takes too long on this message\. Such rules .* off for the rest/
		);
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
