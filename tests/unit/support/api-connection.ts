import * as Comlink from 'comlink';
import { afterEach, vi } from 'vitest';
import { Connection } from '../../../src/api/connection';
import type { ClassifiedRow } from '../../../src/api/types';
import { serveApi } from '../../../src/lib/embedded/embedded-api';
import type { Cascade } from '../../../src/lib/pipeline/head/cascade';
import type { Engine } from '../../../src/lib/workers/engine';
import { Classifier } from '../../../src/workers/classify/classifier';
import { CASCADE, fakeEmbedder } from './run-fakes';

const INFO = {
	device: 'wasm',
	revision: 'fake-1',
	dimensions: 4,
	textsPerSecond: 1,
	warmUpTokens: 1
} as const;

const ends: (() => void)[] = [];
afterEach(() => {
	for (const end of ends.splice(0)) end();
});

/** A page's connection with the classifier itself; only the encoder is a fake. */
export function connection({ delay = 0, dimensions = 4 } = {}) {
	const classifier = new Classifier();
	vi.spyOn(
		classifier as unknown as { cascade: () => Promise<Cascade> },
		'cascade'
	).mockResolvedValue(CASCADE);
	const { embed, texts } = fakeEmbedder(() => delay);
	const embedder = new MessageChannel();
	const padded = async (batch: string[]): Promise<Float32Array> => {
		const short = await embed(batch);
		const long = new Float32Array(batch.length * dimensions);
		for (let at = 0; at < batch.length; at++)
			long.set(short.subarray(at * 4, at * 4 + 4), at * dimensions);
		return long;
	};
	Comlink.expose({ embed: padded }, embedder.port1);
	classifier.addEmbedder(embedder.port2, { ...INFO, dimensions });
	const engine = {
		classifier: () => Promise.resolve(classifier),
		embedders: ({ onProgress }: { onProgress: (progress: unknown) => void }) => {
			onProgress({ loadedBytes: 1, totalBytes: 2, fromCache: false, done: false });
			return Promise.resolve();
		}
	} as unknown as Engine;
	const { port1, port2 } = new MessageChannel();
	serveApi(engine, port2);
	const winnow = new Connection(port1, () => undefined);
	ends.push(() => {
		for (const port of [port1, port2, embedder.port1, embedder.port2]) port.close();
	});
	return { winnow, texts, classifier };
}

export const rowsOf = async (rows: AsyncIterable<ClassifiedRow>): Promise<ClassifiedRow[]> => {
	const all: ClassifiedRow[] = [];
	for await (const row of rows) all.push(row);
	return all;
};
export const labels = (rows: readonly ClassifiedRow[]) => rows.map((row) => row.target_label);
