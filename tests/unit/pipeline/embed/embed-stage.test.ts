import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { Embed } from '../../../../src/lib/pipeline/embed/embed-pool';
import type {
	EmbedderSupply,
	EmbeddingCache
} from '../../../../src/lib/pipeline/embed/embed-stage';
import { logLine } from '../../support/log-line';
import { fakeEmbedder, outcomes, run, turn } from '../../support/run-fakes';
import { cut, cuts } from '../../support/pieces';

/** Keeps embeddings in memory. */
class MemoryCache implements EmbeddingCache {
	readonly embeddings = new Map<string, Float32Array>();

	async known(texts: readonly string[]): Promise<(Float32Array | undefined)[]> {
		await turn();
		return texts.map((text) => this.embeddings.get(text));
	}

	keep(texts: readonly string[], embeddings: Float32Array): void {
		const size = embeddings.length / texts.length;
		texts.forEach((text, at) =>
			this.embeddings.set(text, embeddings.slice(at * size, (at + 1) * size))
		);
	}
}

const csv = (messages: readonly string[]): string =>
	Papa.unparse([['source', 'log_message'], ...messages.map((message) => ['a', message])]) + '\r\n';

const noEmbedders: EmbedderSupply = {
	subscribe: () => {
		throw new Error('an embedder was asked for');
	}
};

describe('EmbedStage', () => {
	it('gives the same with and without what earlier runs know, whatever of it they know', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.tuple(logLine, fc.boolean()), { minLength: 1, maxLength: 30 }),
				cuts,
				fc.integer({ min: 1, max: 3 }),
				async (lines, at, count) => {
					const text = csv(lines.map(([line]) => line));
					const reference = outcomes((await run([text])).table);
					const cache = new MemoryCache();
					await run([csv(lines.filter(([, known]) => known).map(([line]) => line))], { cache });
					const embedders = Array.from({ length: count }, () => fakeEmbedder().embed);
					const { table, snapshot } = await run(cut(text, at), { cache, embedders });
					expect(outcomes(table)).toEqual(reference);
					expect(snapshot.templatesEmbedded).toBe(snapshot.templatesToEmbed);
				}
			),
			{ numRuns: 40 }
		);
	});

	it('asks for no embedder when every text is known', async () => {
		const cache = new MemoryCache();
		const text = csv(['a b', 'c d']);
		const first = await run([text], { cache });
		const second = await run([text], { cache, embedders: noEmbedders });
		expect(outcomes(second.table)).toEqual(outcomes(first.table));
		expect(second.snapshot.stages['embed']).toBe(0);
	});

	it('reads on while there is no embedder yet', async () => {
		let add: ((embed: Embed) => void) | undefined;
		let stored = 0;
		const running = run([csv(['a b', 'c d'])], {
			embedders: { subscribe: (onEmbedder) => ((add = onEmbedder), () => undefined) },
			onProgress: ({ rows }) => (stored = rows)
		});
		await turn(5);
		expect(stored).toBe(2);
		add?.(fakeEmbedder().embed);
		expect((await running).snapshot.templatesEmbedded).toBe(2);
	});

	it('keeps the rows and rejects when no embedder can be started', async () => {
		const failing: EmbedderSupply = {
			subscribe: (_, onFailure) => {
				void turn().then(() => onFailure(new Error('no model')));
				return () => undefined;
			}
		};
		let rows = 0;
		const running = run([csv(['a b'])], {
			embedders: failing,
			onProgress: (snapshot) => (rows = snapshot.rows)
		});
		await expect(running).rejects.toThrow('no model');
		expect(rows).toBe(1);
	});
});
