// Needs the encoder's files: `npx tsx scripts/encoder/obtain.ts`.
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { withBranches } from '../../../scripts/encoder/convert-q4';
import { loadSource } from '../../../scripts/encoder/download';
import { readDelta } from '../../../scripts/encoder/low-rank-delta';
import {
	createNodeEncoder,
	createSession,
	createTokenizer,
	NodeBackend
} from '../../../scripts/encoder/node-backend';
import { encodeModel, graphOf, withGraph } from '../../../scripts/encoder/onnx-graph';
import { SourceModel } from '../../../scripts/encoder/source-model';
import { Encoder } from '../../../src/lib/pipeline/embed/encoder';
import type { EncoderForm } from '../../../src/lib/pipeline/embed/encoder-revision';
import { ENCODER_DIMENSIONS } from '../../../src/lib/pipeline/embed/encoder-revision';
import { FIFTY_LINES, ONE_WORD_LINES, seededLines } from '../support/encoder-lines';

const cacheFolder = fileURLToPath(new URL('../../node_modules/.cache/winnow/', import.meta.url));
const FORMS: readonly EncoderForm[] = ['int8', 'q4'];

/** The encoder on the source's own, unconverted weights, with the delta beside them. */
async function createSourceEncoder(): Promise<Encoder> {
	const files = await loadSource({ cacheFolder });
	const delta = await readDelta();
	const source = new SourceModel(files['onnx/model_q4.onnx'], files['onnx/model_q4.onnx_data']);
	const { nodes, tensors } = withBranches(graphOf(source.model).node ?? [], delta);
	const model = encodeModel(withGraph(source.model, nodes, [...source.tensors, ...tensors]));
	return new Encoder(new NodeBackend(await createSession(model), await createTokenizer()));
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

const SETS = { 'fifty lines': FIFTY_LINES, 'lines of one word': ONE_WORD_LINES };
const CASES = FORMS.flatMap((form) =>
	Object.entries(SETS).map(([name, lines]) => ({ form, name, lines }))
);

describe('the converted encoder', () => {
	let original: Encoder;
	const encoders = {} as Record<EncoderForm, Encoder>;

	beforeAll(async () => {
		original = await createSourceEncoder();
		for (const form of FORMS) encoders[form] = await createNodeEncoder(form);
	}, 60_000);

	it.each(CASES)(
		'agrees with the source on $name ($form)',
		async ({ form, name, lines }) => {
			const agreement = cosines(await encoders[form].embed(lines), await original.embed(lines));
			const mean = agreement.reduce((sum, value) => sum + value, 0) / agreement.length;
			console.log(
				`${form}, ${name}: cosine min ${Math.min(...agreement).toFixed(5)} mean ${mean.toFixed(5)}`
			);
			expect(Math.min(...agreement)).toBeGreaterThanOrEqual(0.99);
			expect(mean).toBeGreaterThanOrEqual(0.997);
		},
		30_000
	);

	it('embeds a line alone exactly as among others', async () => {
		const lines = seededLines(200, 7);
		const together = await encoders.int8.embed(lines);
		for (const [index, line] of lines.entries()) {
			const alone = await encoders.int8.embed([line]);
			expect(
				Buffer.compare(
					Buffer.from(alone.buffer),
					Buffer.from(vector(together, index).slice().buffer)
				),
				line
			).toBe(0);
		}
	}, 60_000);

	it.each(FORMS)(
		'gives a unit vector for texts of nothing or anything (%s)',
		async (form) => {
			const embeddings = await encoders[form].embed([
				'',
				'   ',
				'\u0000',
				'x'.repeat(5000),
				'[SEP]'
			]);
			for (const norm of cosines(embeddings, embeddings)) expect(norm).toBeCloseTo(1, 5);
		},
		30_000
	);
});
