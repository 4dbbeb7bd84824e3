import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitKey } from '../../../../src/lib/pipeline/types';
import type { ResumePoint } from '../../../../src/lib/pipeline/run/run-types';
import type { RunTable } from '../../../../src/lib/pipeline/columnar/run-table';
import { logLine } from '../../support/log-line';
import {
	fakeEmbedder,
	MemorySink,
	outcomes,
	piecesOf,
	run,
	tableOf
} from '../../support/run-fakes';
import { cut, cuts } from '../../support/pieces';

const csv = (lines: readonly string[]): string =>
	`source,log_message\n${lines.map((line) => `a,"${line.replaceAll('"', '""')}"\n`).join('')}`;

const textOf = (sink: MemorySink): string => sink.chunks.flatMap(({ texts }) => texts).join('');
const columnsOf = ({ template, rule, source, rowCount }: RunTable): number[][] =>
	[template, rule, source].map((column) => [...column.subarray(0, rowCount)]);

/** What the store of a broken-off run holds. */
const pointOf = ({ chunks, templates }: MemorySink): ResumePoint => ({
	rows: chunks.reduce((sum, { rowCount }) => sum + rowCount, 0),
	chunks: chunks.length,
	results: new Map(
		[...templates.values()].flatMap(({ canonical, level, result }) =>
			result ? [[unitKey(canonical, level), result]] : []
		)
	)
});

describe('a run that was broken off', () => {
	it('goes on without losing, doubling or changing a row, wherever it stopped and however often', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(logLine, { minLength: 1, maxLength: 40 }),
				cuts,
				fc.array(fc.nat(8), { minLength: 1, maxLength: 3 }),
				async (lines, at, stops) => {
					const text = csv(lines);
					const whole = await run([text]);
					const sink = new MemorySink();
					for (const stop of stops) {
						const abort = new AbortController();
						const pieces = async function* (): ReturnType<typeof piecesOf> {
							let read = 0;
							for await (const piece of piecesOf(cut(text, at))) {
								if (read++ === stop) abort.abort();
								yield piece;
							}
						};
						await run([], { pieces: pieces(), signal: abort.signal, sink, resume: pointOf(sink) });
					}
					const { embed, texts } = fakeEmbedder();
					const known = new Set(
						[...sink.templates.values()].flatMap(({ canonical, result }) =>
							result ? canonical : []
						)
					);
					const { snapshot } = await run(cut(text, at), {
						sink,
						resume: pointOf(sink),
						embedders: [embed]
					});
					const table = tableOf(sink, snapshot);
					expect(textOf(sink)).toBe(textOf(whole.sink));
					expect(columnsOf(table)).toEqual(columnsOf(whole.table));
					expect(outcomes(table)).toEqual(outcomes(whole.table));
					expect(snapshot.rowsByTier).toEqual(whole.snapshot.rowsByTier);
					expect(sink.chunks.map(({ index }) => index)).toEqual([...sink.chunks.keys()]);
					expect(texts.filter((embedded) => known.has(embedded))).toEqual([]);
				}
			),
			{ numRuns: 80 }
		);
	});
});
