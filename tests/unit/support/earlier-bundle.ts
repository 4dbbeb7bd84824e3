import { readFileSync } from 'node:fs';
import * as Comlink from 'comlink';
import type { EmbedderInfo } from '../../../src/workers/contracts/classifier';
import {
	ENCODER_DIMENSIONS,
	ENCODER_REVISIONS
} from '../../../src/lib/pipeline/embed/encoder-revision';
import { parseBundle, type Bundle } from '../../../src/lib/pipeline/bundle/bundle';
import { fromBase64 } from '../../../src/workers/bundle/base64';
import { unitVectors } from '../../../src/workers/embed/message-embeddings';

/** A bundle of three labels and twenty examples that was exported while there was an earlier encoder. */
export const EARLIER_FILE = readFileSync(
	new URL('../../fixtures/bundles/earlier-encoder.bundle.json', import.meta.url),
	'utf8'
);

export const earlierBundle = (): Bundle => parseBundle(JSON.parse(EARLIER_FILE));

export function withoutExamples(): Bundle {
	const bundle = earlierBundle();
	delete bundle.examples;
	return bundle;
}

/** Embeddings of the fixture's examples by the earlier encoder, row-major, unit length. */
export const earlierEmbeddings = (): Float32Array =>
	unitVectors(fromBase64(earlierBundle().examples?.embeddings ?? ''), ENCODER_DIMENSIONS);

/** Another encoder: what the earlier one gave, moved a little; of other texts, something that tells them apart. */
export async function otherEncoder(texts: readonly string[]): Promise<Float32Array> {
	const known = earlierBundle().examples?.texts ?? [];
	const before = earlierEmbeddings();
	const out = new Float32Array(texts.length * ENCODER_DIMENSIONS);
	for (const [i, text] of texts.entries()) {
		const at = known.indexOf(text);
		const own = before.subarray(at * ENCODER_DIMENSIONS, (at + 1) * ENCODER_DIMENSIONS);
		const row = Float32Array.from({ length: ENCODER_DIMENSIONS }, (_, d) =>
			at === -1
				? Number(d === text.length % ENCODER_DIMENSIONS)
				: (own[d] as number) + 0.2 * (own[d ^ 1] as number)
		);
		const norm = Math.hypot(...row);
		out.set(
			row.map((value) => value / norm),
			i * ENCODER_DIMENSIONS
		);
	}
	return out;
}

const INFO: EmbedderInfo = {
	device: 'wasm',
	revision: ENCODER_REVISIONS.int8,
	dimensions: ENCODER_DIMENSIONS,
	textsPerSecond: 100,
	warmUpTokens: 12
};

/** Gives a worker's class that encoder through a port, as a page does. */
export function connectEncoder(addEmbedder: (port: MessagePort, info: EmbedderInfo) => void): {
	asked: string[];
	close: () => void;
} {
	const { port1, port2 } = new MessageChannel();
	const asked: string[] = [];
	const embed = (texts: string[]): Promise<Float32Array> => {
		asked.push(...texts);
		return otherEncoder(texts);
	};
	Comlink.expose({ embed }, port1);
	addEmbedder(port2, INFO);
	return {
		asked,
		close: (): void => {
			port1.close();
			port2.close();
		}
	};
}
