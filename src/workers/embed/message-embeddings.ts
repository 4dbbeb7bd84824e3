import { ENCODER_DIMENSIONS } from '../../lib/pipeline/embed/encoder-revision';
import type { Embedders } from './embedders';

/** Embeddings of messages, row-major, unit length: those that a run stored, the others embedded now. */
export async function messageEmbeddings(
	messages: readonly { canonical: string; embedding: Int8Array | undefined }[],
	embedders: Embedders,
	onFraction: (fraction: number) => void
): Promise<Float32Array> {
	const missing = messages.flatMap(({ embedding }, at) => (embedding ? [] : [at]));
	const texts = missing.map((at) => (messages[at] as { canonical: string }).canonical);
	const fresh = await embedders.embed(texts, (done) => onFraction(done / texts.length));
	const out = new Float32Array(messages.length * ENCODER_DIMENSIONS);
	messages.forEach(({ embedding }, at) => {
		if (embedding) out.set(unitVector(embedding), at * ENCODER_DIMENSIONS);
	});
	missing.forEach((at, i) =>
		out.set(
			fresh.subarray(i * ENCODER_DIMENSIONS, (i + 1) * ENCODER_DIMENSIONS),
			at * ENCODER_DIMENSIONS
		)
	);
	return out;
}

/** A stored embedding as the head takes it. */
export function unitVector(embedding: Int8Array): Float32Array {
	const norm = Math.sqrt(embedding.reduce((sum, value) => sum + value * value, 0)) || 1;
	return Float32Array.from(embedding, (value) => value / norm);
}

/**
 * Stored embeddings, one after the other, as the head takes them.
 * @param bytes row-major, `dimensions` a row
 */
export function unitVectors(bytes: Int8Array, dimensions: number): Float32Array {
	const out = new Float32Array(bytes.length);
	for (let at = 0; at < bytes.length; at += dimensions)
		out.set(unitVector(bytes.subarray(at, at + dimensions)), at);
	return out;
}
