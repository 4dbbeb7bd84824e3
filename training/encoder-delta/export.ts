/**
 * Writes what `train.py` learns from into a folder: the encoder's expanded weights, and the corpus with token ids, labels
 * and folds.
 *
 *     npx tsx training/encoder-delta/export.ts FOLDER
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSource } from '../../scripts/encoder/download';
import { createTokenizer } from '../../scripts/encoder/node-backend';
import {
	POSITION_TABLE,
	SourceModel,
	TYPE_TABLE,
	WORD_TABLE
} from '../../scripts/encoder/source-model';
import { DEFAULT_LABELS } from '../../src/lib/pipeline/bundle/default-labels';
import { ENCODER_MAX_TOKENS } from '../../src/lib/pipeline/embed/encoder-revision';
import { foldOfEach } from '../cross-validate';
import { labelledTexts } from '../labelled-texts';

const LAYERS = 6;
const MATRICES = ['attn.q_proj', 'attn.k_proj', 'attn.v_proj', 'attn.o_proj', 'mlp.fc1', 'mlp.fc2'];
const NORMS = ['attention_output_norm_layernorm', 'mlp_output_norm_layernorm'];
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/winnow/', import.meta.url));

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Usage: npx tsx training/encoder-delta/export.ts FOLDER');
mkdirSync(folder, { recursive: true });

/** All numbers one after the other, and where each array begins. */
async function writeWeights(): Promise<void> {
	const files = await loadSource({ cacheFolder: CACHE });
	const source = new SourceModel(files['onnx/model_q4.onnx'], files['onnx/model_q4.onnx_data']);
	const arrays = new Map<string, Float32Array>();
	for (const table of [WORD_TABLE, POSITION_TABLE, TYPE_TABLE])
		arrays.set(table, source.floats(table));
	const norms = ['model.layers.-1.embeddings_norm_layernorm'];
	for (let layer = 0; layer < LAYERS; layer++) {
		norms.push(...NORMS.map((norm) => `model.layers.${layer}.${norm}`));
		for (const matrix of MATRICES) {
			const name = `model.layers.${layer}.${matrix}`;
			const { weights, bias } = source.dense(name);
			arrays.set(`${name}.weights`, weights).set(`${name}.bias`, bias);
		}
	}
	for (const norm of norms)
		for (const part of ['weight', 'bias'])
			arrays.set(`${norm}.${part}`, source.floats(`${norm}.${part}`));
	const places: Record<string, [start: number, length: number]> = {};
	let start = 0;
	for (const [name, values] of arrays) {
		places[name] = [start, values.length];
		start += values.length;
	}
	writeFileSync(
		join(folder as string, 'weights.f32'),
		Buffer.concat([...arrays.values()].map((values) => Buffer.from(values.buffer)))
	);
	writeFileSync(join(folder as string, 'weights.json'), JSON.stringify(places));
}

async function writeCorpus(): Promise<void> {
	const tokenizer = await createTokenizer();
	const texts = labelledTexts();
	const folds = foldOfEach(texts);
	const rows = texts.map(({ canonical, label, also, system, weight }, at) => {
		const { ids } = tokenizer.encode(canonical);
		const cut =
			ids.length > ENCODER_MAX_TOKENS
				? [...ids.slice(0, ENCODER_MAX_TOKENS - 1), ids.at(-1) as number]
				: ids;
		const labels = [label, ...also].map((name) => DEFAULT_LABELS.indexOf(name));
		return { ids: cut, labels, system, weight, fold: folds[at] };
	});
	writeFileSync(
		join(folder as string, 'corpus.json'),
		JSON.stringify({ labels: DEFAULT_LABELS, rows })
	);
}

await writeWeights();
await writeCorpus();
