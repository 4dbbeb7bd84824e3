/**
 * Compares the encoder on native code with the one in WebAssembly, which the page has, on the messages of log files.
 *
 *     npx tsx tests/bench/native.ts FILE…
 *
 * Each distinct message is judged twice, alone and by what is usual: how many get the same category and certainty, by how
 * much the confidence differs at most, and how many texts a second each encodes, in turns within one process.
 */
import { parseArgs } from 'node:util';
import type { Embed } from '../../src/lib/pipeline/embed/embed-pool';
import { ENCODER_DIMENSIONS } from '../../src/lib/pipeline/embed/encoder-revision';
import { filePaths, inputFiles } from '../../src/cli/input-files';
import { openRows, type OpenRow } from '../../src/workers/read/open-rows';
import { fileRows } from '../../src/cli/row-input';
import { loadEncoder } from '../../src/cli/load-encoder';
import { loadSieves } from '../../src/cli/run-files';

/** Texts that are encoded by one encoder before the other takes its turn. */
const TURN = 64;

const { positionals } = parseArgs({ allowPositionals: true });
const units = new Map<string, OpenRow>();
const { batches } = await fileRows(await inputFiles(await filePaths(positionals)), {});
for await (const batch of batches)
	for (const row of openRows(batch))
		if (row.canonical !== '') units.set(`${row.level} ${row.canonical}`, row);

const { cascade } = await loadSieves({ model: true });
const encoders = [(await loadEncoder()).embed, (await loadEncoder({ native: true })).embed];
const texts = [...new Set([...units.values()].map(({ canonical }) => canonical))];
for (const embed of encoders) await embed(texts.slice(0, TURN));
const milliseconds = [0, 0];
const embeddings = encoders.map(() => new Map<string, Float32Array>());
for (let from = 0; from < texts.length; from += TURN)
	for (const [at, embed] of encoders.entries())
		milliseconds[at] =
			(milliseconds[at] ?? 0) + (await encode(embed, texts.slice(from, from + TURN), at));

const judged = [...units.values()].map(({ canonical, level }) =>
	embeddings.map((known) =>
		cascade.decide(canonical, known.get(canonical) ?? new Float32Array(), level)
	)
);
const same = (of: 'label' | 'certainty'): number =>
	judged.filter(([wasm, native]) => wasm?.[of] === native?.[of]).length;
const differences = judged.map(([wasm, native]) =>
	Math.abs((wasm?.confidence ?? 0) - (native?.confidence ?? 0))
);
console.log(
	JSON.stringify(
		{
			messages: judged.length,
			sameLabel: same('label'),
			sameCertainty: same('certainty'),
			largestDifferenceOfConfidence: Math.max(...differences),
			textsPerSecond: milliseconds.map((spent) => Math.round((texts.length / spent) * 1_000))
		},
		null,
		2
	)
);

async function encode(embed: Embed, some: readonly string[], at: number): Promise<number> {
	const began = performance.now();
	const found = await embed([...some]);
	const spent = performance.now() - began;
	for (const [position, text] of some.entries()) {
		const start = position * ENCODER_DIMENSIONS;
		embeddings[at]?.set(text, found.slice(start, start + ENCODER_DIMENSIONS));
	}
	return spent;
}
