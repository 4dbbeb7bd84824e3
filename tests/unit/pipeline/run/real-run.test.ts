// Needs the encoder's files: `npx tsx scripts/encoder/obtain.ts`.
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { createNodeEncoder } from '../../../../scripts/encoder/node-backend';
import { readDefaultBundle } from '../../../../training/evaluate';
import type { Embed } from '../../../../src/lib/pipeline/embed/embed-pool';
import { RunTable } from '../../../../src/lib/pipeline/columnar/run-table';
import { StoredEmbeddings } from '../../../../src/workers/embed/stored-embeddings';
import { FIFTY_LINES, ONE_WORD_LINES } from '../../support/encoder-lines';
import { run } from '../../support/run-fakes';

const { bundle, cascade } = readDefaultBundle();
const MESSAGES = [...FIFTY_LINES, ...ONE_WORD_LINES.slice(0, 14)];
/** Threads of the page's pool at most. */
const WORKERS = 3;
const TIMEOUT = 240_000;

let embedders: Embed[];
beforeAll(async () => {
	const encoders = await Promise.all(
		Array.from({ length: WORKERS }, () => createNodeEncoder('int8'))
	);
	embedders = encoders.map((encoder) => (texts) => encoder.embed(texts));
}, TIMEOUT);

const csvOf = (messages: readonly string[]): string =>
	`source,log_message\n${messages.map((text) => `app,"${text.replaceAll('"', '""')}"\n`).join('')}`;

/** Label, tier and confidence of each row, in order. */
async function outcomes(
	pieces: readonly string[],
	change: { embedders: readonly Embed[]; cache?: StoredEmbeddings }
) {
	const { sink, snapshot } = await run(pieces, { cascade, shares: false, ...change });
	const table = new RunTable(bundle.rules);
	table.sources = snapshot.sources;
	table.running = false;
	for (const chunk of sink.chunks) table.addChunk(chunk);
	for (const entry of sink.templates.values()) table.addTemplate(entry);
	return Array.from({ length: table.rowCount }, (_, row) => {
		const { label, tier, confidence } = table.outcome(row);
		return { label, tier, confidence };
	});
}

function cut(text: string, at: readonly number[]): string[] {
	const places = [...new Set(at.map((place) => place % text.length))].sort((a, b) => a - b);
	return [0, ...places].map((from, i) => text.slice(from, places[i]));
}

it(
	'gives a row the same with the real encoder, whatever the pieces, the workers, the other rows and the cache',
	{ timeout: TIMEOUT },
	async () => {
		const one = embedders.slice(0, 1);
		const reference = await outcomes([csvOf(MESSAGES)], { embedders: one });
		expect(new Set(reference.map(({ label }) => label)).size).toBeGreaterThan(8);
		const cache = (): StoredEmbeddings => new StoredEmbeddings(Promise.resolve('int8'));
		const filled = cache();
		expect(await outcomes([csvOf(MESSAGES)], { embedders: one, cache: filled })).toEqual(reference);
		await filled.finish();
		const asked: string[] = [];
		const noted: Embed = (texts) => {
			asked.push(...texts);
			return (embedders[0] as Embed)(texts);
		};
		expect(await outcomes([csvOf(MESSAGES)], { embedders: [noted], cache: cache() })).toEqual(
			reference
		);
		expect(asked).toEqual([]);
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.nat(10_000), { maxLength: 6 }),
				fc.integer({ min: 1, max: WORKERS }),
				fc.shuffledSubarray(Array.from(MESSAGES.keys()), { minLength: 1, maxLength: 20 }),
				async (places, workers, rows) => {
					const pieces = cut(csvOf(rows.map((row) => MESSAGES[row] as string)), places);
					expect(await outcomes(pieces, { embedders: embedders.slice(0, workers) })).toEqual(
						rows.map((row) => reference[row])
					);
				}
			),
			{ numRuns: 8 }
		);
	}
);
