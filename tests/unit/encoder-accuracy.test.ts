// Needs the encoder's files: `npx tsx scripts/encoder/obtain.ts`.
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSource } from '../../scripts/encoder/download';
import { createNodeBackend, createSession, createTokenizer, NodeBackend } from '../../scripts/encoder/node-backend';
import { Encoder } from '../../src/lib/pipeline/encoder';
import type { EncoderForm } from '../../src/lib/pipeline/encoder-revision';
import { ENCODER_DIMENSIONS } from '../../src/lib/pipeline/encoder-revision';
import { FIFTY_LINES, seededLines } from './encoder-lines';

const cacheFolder = fileURLToPath(new URL('../../node_modules/.cache/winnow/', import.meta.url));
const FORMS: readonly EncoderForm[] = ['int8', 'q4'];

/** The encoder on the source's own, unconverted weights. */
async function createSourceEncoder(): Promise<Encoder> {
	const source = await loadSource({ cacheFolder });
	const data = [{ path: 'model_q4.onnx_data', data: source['onnx/model_q4.onnx_data'] }];
	const session = await createSession(source['onnx/model_q4.onnx'], data);
	return new Encoder(new NodeBackend(session, await createTokenizer()));
}

/** The `index`-th vector of a result. */
function vector(embeddings: Float32Array, index: number): Float32Array {
	return embeddings.subarray(index * ENCODER_DIMENSIONS, (index + 1) * ENCODER_DIMENSIONS);
}

/** The inner products of the rows, which are cosines because the rows have length 1. */
function cosines(a: Float32Array, b: Float32Array): number[] {
	return Array.from({ length: a.length / ENCODER_DIMENSIONS }, (_, index) => {
		const other = vector(b, index);
		return vector(a, index).reduce((sum, value, i) => sum + value * other[i]!, 0);
	});
}

describe('the converted encoder', () => {
	let original: Float32Array;
	const encoders = {} as Record<EncoderForm, Encoder>;
	const backends = {} as Record<EncoderForm, NodeBackend>;

	beforeAll(async () => {
		original = await (await createSourceEncoder()).embed(FIFTY_LINES);
		for (const form of FORMS) {
			backends[form] = await createNodeBackend(form);
			encoders[form] = new Encoder(backends[form]);
		}
	}, 60_000);

	it.each(FORMS)('agrees with the source on fifty lines (%s)', async (form) => {
		const agreement = cosines(await encoders[form].embed(FIFTY_LINES), original);
		const mean = agreement.reduce((sum, value) => sum + value, 0) / agreement.length;
		console.log(`${form}: cosine min ${Math.min(...agreement).toFixed(5)} mean ${mean.toFixed(5)}`);
		expect(Math.min(...agreement)).toBeGreaterThanOrEqual(0.99);
		expect(mean).toBeGreaterThanOrEqual(0.997);
	}, 30_000);

	it('embeds a line alone exactly as among others', async () => {
		const lines = seededLines(200, 7);
		const together = await encoders.int8.embed(lines);
		for (const [index, line] of lines.entries()) {
			const alone = await encoders.int8.embed([line]);
			expect(Buffer.compare(Buffer.from(alone.buffer), Buffer.from(vector(together, index).slice().buffer)), line).toBe(0);
		}
	}, 60_000);

	it.each(FORMS)('gives a unit vector for texts of nothing or anything (%s)', async (form) => {
		const embeddings = await encoders[form].embed(['', '   ', '\u0000', 'x'.repeat(5000), '[SEP]']);
		for (const norm of cosines(embeddings, embeddings)) expect(norm).toBeCloseTo(1, 5);
	}, 30_000);
});
