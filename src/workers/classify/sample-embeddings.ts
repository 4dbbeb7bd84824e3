import { ENCODER_DIMENSIONS } from '../../lib/pipeline/embed/encoder-revision';
import type { EmbeddingCache } from '../../lib/pipeline/embed/embed-stage';
import { fromBase64 } from '../bundle/base64';

/** What `training/sample-files.ts` writes. */
export interface SampleEmbeddings {
	/** Revision of the encoder that made them. */
	revision: string;
	/** Canonical texts. */
	texts: string[];
	/** One for each text: 32-bit floats, little-endian, as base64. */
	embeddings: string;
}

/** Embeddings by text, of one encoder revision. */
export interface KnownSample {
	revision: string;
	vectors: ReadonlyMap<string, Float32Array>;
}

/** The embeddings by text, each of unit length, exactly as the encoder gave them. */
export function knownSample({ revision, texts, embeddings }: SampleEmbeddings): KnownSample {
	const all = new Float32Array(fromBase64(embeddings).buffer);
	const at = (i: number): Float32Array =>
		all.subarray(i * ENCODER_DIMENSIONS, (i + 1) * ENCODER_DIMENSIONS);
	return { revision, vectors: new Map(texts.map((text, i) => [text, at(i)])) };
}

/**
 * Fetches the embeddings that travel with the sample.
 * @param base absolute URL of the site's folder, ending with a slash
 * @throws Error when they cannot be fetched; the sample then needs the encoder like any file
 */
export async function fetchSample(base: string): Promise<KnownSample> {
	const response = await fetch(`${base}sample.embeddings.json`);
	if (!response.ok) throw new Error(`The server answered ${response.status}.`);
	return knownSample((await response.json()) as SampleEmbeddings);
}

/** Looks among the sample's embeddings before it looks among those of earlier runs: that spares the store. */
export const withSample = ({ vectors }: KnownSample, earlier: EmbeddingCache): EmbeddingCache => ({
	known: async (texts) => {
		const known = texts.map((text) => vectors.get(text));
		const others = texts.filter((_, at) => known[at] === undefined);
		if (others.length === 0) return known;
		const rest = await earlier.known(others);
		let next = 0;
		return known.map((vector) => vector ?? rest[next++]);
	},
	keep: (texts, embeddings) => earlier.keep(texts, embeddings)
});
