import { describe, expect, it } from 'vitest';
import {
	MAX_TEMPLATES_WAITING,
	TEXTS_OF_FIRST_EMBED_JOB,
	TEXTS_PER_EMBED_JOB
} from '../../../../src/lib/pipeline/constants';
import { UNCLASSIFIED } from '../../../../src/lib/pipeline/types';
import { fakeEmbedder, outcomes, run, tableOf, turn, type piecesOf } from '../../support/run-fakes';
import { distinctRows, message, rowsAsCsv } from '../../support/csv-rows';

describe('classifyRun that ends early', () => {
	it('keeps what is done when it is cancelled, and marks nothing wrong', async () => {
		const abort = new AbortController();
		const rows = distinctRows(3_000);
		let jobs = 0;
		let last: (() => void) | undefined;
		const { embed: done } = fakeEmbedder();
		const embed = (texts: string[]): Promise<Float32Array> => {
			if (++jobs <= 4) return done(texts);
			abort.abort();
			return new Promise((resolve) => (last = () => void done(texts).then(resolve)));
		};
		const { snapshot, sink, table } = await run([rowsAsCsv(rows)], {
			embedders: [embed],
			signal: abort.signal
		});
		expect(snapshot.rows).toBe(rows.length);
		expect(table.rowCount).toBe(rows.length);
		expect(snapshot.templatesEmbedded).toBe(TEXTS_OF_FIRST_EMBED_JOB + 3 * TEXTS_PER_EMBED_JOB);
		const reference = outcomes((await run([rowsAsCsv(rows)], { shares: false })).table);
		outcomes(table).forEach((outcome, row) => {
			if (sink.templates.get(table.template[row] as number)?.result)
				expect(outcome).toEqual(reference[row]);
			else expect(outcome).toEqual({ label: UNCLASSIFIED, confidence: 0, tier: 'none' });
		});
		const withResult = [...sink.templates.values()].filter(({ result }) => result);
		expect(withResult).toHaveLength(snapshot.templatesEmbedded);
		expect(sink.templates.size).toBe(rows.length);
		// A job that ends later changes nothing any more.
		const { writes } = sink;
		last?.();
		await turn(5);
		expect(sink.writes).toBe(writes);
		expect(outcomes(tableOf(sink, snapshot))).toEqual(outcomes(table));
	});

	it('stops reading when it is cancelled and lets go of the input', async () => {
		const abort = new AbortController();
		let released = false;
		const endless = async function* (): ReturnType<typeof piecesOf> {
			try {
				for (let n = 0; ; n++) {
					if (n === 5) abort.abort();
					yield { text: `web,${message(n)}\n`, final: false, bytesRead: n };
					await turn();
				}
			} finally {
				released = true;
			}
		};
		const { snapshot, table } = await run([], { pieces: endless(), signal: abort.signal });
		expect(snapshot.rows).toBe(4);
		expect(table.rowCount).toBe(4);
		expect(released).toBe(true);
	});

	it('rejects when an embedder fails, with its error', async () => {
		const embed = (): Promise<Float32Array> => Promise.reject(new Error('encoder lost'));
		await expect(run([rowsAsCsv(distinctRows(10))], { embedders: [embed] })).rejects.toThrow(
			'encoder lost'
		);
		await expect(
			run([rowsAsCsv(distinctRows(MAX_TEMPLATES_WAITING * 2))], { embedders: [embed] })
		).rejects.toThrow('encoder lost');
	});

	it('lets go of the input when it fails', async () => {
		let released = false;
		const pieces = async function* (): ReturnType<typeof piecesOf> {
			try {
				for (let n = 0; n < 20; n++) {
					const text = distinctRows(1_000).map((_, i) => `web,${message(n * 1_000 + i)}\n`);
					yield { text: text.join(''), final: false, bytesRead: n };
				}
			} finally {
				released = true;
			}
		};
		const embed = (): Promise<Float32Array> => Promise.reject(new Error('encoder lost'));
		await expect(run([], { pieces: pieces(), embedders: [embed] })).rejects.toThrow('encoder lost');
		expect(released).toBe(true);
	});

	it('rejects when the input cannot be read further', async () => {
		const pieces = async function* (): ReturnType<typeof piecesOf> {
			yield { text: rowsAsCsv(distinctRows(3)), final: false, bytesRead: 1 };
			throw new Error('disk gone');
		};
		await expect(run([], { pieces: pieces() })).rejects.toThrow('disk gone');
	});

	it('rejects when something could not be stored', async () => {
		const { sink } = await run([rowsAsCsv([])]);
		sink.settled = () => Promise.reject(new Error('quota'));
		await expect(run([rowsAsCsv(distinctRows(3))], { sink })).rejects.toThrow('quota');
	});
});
