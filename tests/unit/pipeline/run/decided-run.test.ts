import { describe, expect, it } from 'vitest';
import { canonicalise } from '../../../../src/lib/pipeline/canonical/canonical';
import { unitKey } from '../../../../src/lib/pipeline/types';
import { distinctRows, rowsAsCsv } from '../../support/csv-rows';
import { MemorySink, outcomes, piecesOf, run, tableOf } from '../../support/run-fakes';

const MESSAGES = ['Took 5 ms', 'connection refused', 'disk full', 'Took 700 ms', 'please ask me'];
const ROWS = MESSAGES.map((message) => ({ source: 'a', message }));
/** One message that the head is asked about, and one that a rule settles. */
const DECISIONS = new Map([
	[canonicalise('Took 5 ms'), 'NetworkError'],
	[canonicalise('disk full'), 'Routine']
]);

describe('a run after decisions by hand', () => {
	it('gives rows of a message what a person said of it, above rules and model', async () => {
		const plain = outcomes((await run([rowsAsCsv(ROWS)])).table);
		const { snapshot, table } = await run([rowsAsCsv(ROWS)], { decisions: DECISIONS });
		const seen = outcomes(table).map(({ label, tier }) => `${tier} ${label}`);
		expect([seen[0], seen[2], seen[3]]).toEqual([
			'human NetworkError',
			'human Routine',
			'human NetworkError'
		]);
		expect([outcomes(table)[1], outcomes(table)[4]]).toEqual([plain[1], plain[4]]);
		expect(plain[2]?.tier).toBe('rule');
		expect(snapshot.rowsByTier).toMatchObject({ human: 3, rule: 0 });
		expect(snapshot.templatesByTier.human).toBe(2);
	});

	it('keeps beside it what is made of the message by its run otherwise', async () => {
		const rows = [...ROWS, ...distinctRows(20)];
		const plain = await run([rowsAsCsv(rows)]);
		const { sink } = await run([rowsAsCsv(rows)], { decisions: DECISIONS });
		const result = sink.templates.get(0)?.result;
		const { label, confidence, certainty } = plain.sink.templates.get(0)?.result ?? {};
		expect(result?.before).toMatchObject({ label, confidence, certainty });
	});

	it('comes to the same when it is broken off and goes on', async () => {
		const text = rowsAsCsv([...ROWS, ...distinctRows(30)]);
		const whole = await run([text], { decisions: DECISIONS });
		const sink = new MemorySink();
		const abort = new AbortController();
		const pieces = async function* (): ReturnType<typeof piecesOf> {
			for await (const piece of piecesOf([text.slice(0, 300), text.slice(300)])) {
				yield piece;
				abort.abort();
			}
		};
		await run([], { pieces: pieces(), signal: abort.signal, sink, decisions: DECISIONS });
		const results = [...sink.templates.values()].flatMap(({ canonical, level, result }) =>
			result ? [[unitKey(canonical, level), result] as const] : []
		);
		const rows = sink.chunks.reduce((sum, { rowCount }) => sum + rowCount, 0);
		expect(rows).toBeLessThan(35);
		const { snapshot } = await run([text], {
			sink,
			resume: { rows, chunks: sink.chunks.length, results: new Map(results) },
			decisions: DECISIONS
		});
		expect(outcomes(tableOf(sink, snapshot))).toEqual(outcomes(whole.table));
		expect(snapshot.rowsByTier).toEqual(whole.snapshot.rowsByTier);
	});
});
