import { createNativeEncoder, createNodeEncoder } from '../../scripts/encoder/node-backend';
import type { Embed } from '../lib/pipeline/embed/embed-pool';
import type { EmbedderSupply } from '../lib/pipeline/embed/embed-stage';
import { noEmbeddings } from './bundle-content';
import { EncoderThread, EncoderThreads, program, usualThreads } from './encoder-threads';

/** How texts are encoded. */
export interface EncoderChoice {
	/** On native code: faster, with last digits of its own. */
	native?: boolean | undefined;
	/** Threads in WebAssembly; as many as the processors are worth unless given. */
	threads?: number | undefined;
}

/** For one call after the other, and for a run. */
interface LoadedEncoder {
	embed: Embed;
	supply: EmbedderSupply;
}

/** The encoder that ships with the site; in WebAssembly, as in the page, unless native code is asked for. */
export async function loadEncoder({
	native = false,
	threads = usualThreads()
}: EncoderChoice = {}): Promise<LoadedEncoder> {
	const { script } = program;
	if (!native && threads > 1 && script !== undefined) {
		const supply = new EncoderThreads(threads, () => new EncoderThread(script).embed);
		return { embed: supply.embed, supply };
	}
	const encoder = native ? await createNativeEncoder() : await createNodeEncoder('int8');
	const embed: Embed = (texts) => encoder.embed(texts);
	return { embed, supply: supplyOf(embed) };
}

const supplyOf = (embed: Embed): EmbedderSupply => ({
	subscribe: (onEmbedder) => {
		onEmbedder(embed);
		return () => undefined;
	}
});

/** Gives no embeddings. */
export const NO_ENCODER: LoadedEncoder = { embed: noEmbeddings, supply: supplyOf(noEmbeddings) };
