/**
 * Measures which channels of the encoder's layers stand out, for `activation-peaks.ts`. To be run
 * only by someone who changes the source model, the delta or the calibration lines:
 *
 *     npx tsx scripts/encoder/calibrate.ts
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Tensor } from 'onnxruntime-web';
import { ENCODER_DIMENSIONS } from '../../src/lib/pipeline/embed/encoder-revision';
import { CALIBRATION_LINES } from './calibration-lines';
import { convertToQ4 } from './convert-q4';
import { loadSource } from './download';
import { readDelta } from './low-rank-delta';
import { createSession, createTokenizer } from './node-backend';
import { decodeModel, ElementType, encodeModel, graphOf } from './onnx-graph';
import { SourceModel } from './source-model';

const cacheFolder = fileURLToPath(new URL('../../node_modules/.cache/winnow/', import.meta.url));
const target = new URL('activation-peaks.ts', import.meta.url);
/** Channels below this many times the median are not worth a factor. */
const NOTABLE = 1.25;

/** Largest magnitude of every channel after every layer norm, by the norm's name. */
async function measurePeaks(): Promise<Map<string, Float32Array>> {
	const source = await loadSource({ cacheFolder });
	const tuned = new SourceModel(
		source['onnx/model_q4.onnx'],
		source['onnx/model_q4.onnx_data'],
		await readDelta()
	);
	const model = decodeModel(convertToQ4(tuned, ENCODER_DIMENSIONS));
	const norms = (graphOf(model).node ?? []).filter(({ opType }) => opType === 'LayerNormalization');
	// The inner values become outputs, so that the session returns them.
	for (const { output } of norms) {
		graphOf(model).output?.push({
			name: output?.[0] ?? '',
			type: { tensorType: { elemType: ElementType.float } }
		});
	}
	const session = await createSession(encodeModel(model));
	const tokenizer = await createTokenizer();
	const peaks = new Map<string, Float32Array>();
	for (const line of CALIBRATION_LINES) {
		const ids = tokenizer.encode(line).ids;
		const shape = [1, ids.length];
		const outputs = await session.run({
			input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
			attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
			token_type_ids: new Tensor('int64', new BigInt64Array(ids.length), shape)
		});
		for (const norm of norms) {
			const name = norm.input?.[1]?.replace(/\.weight$/, '') ?? '';
			const known = peaks.get(name) ?? new Float32Array(ENCODER_DIMENSIONS);
			raisePeaks(known, outputs[norm.output?.[0] ?? '']?.data as Float32Array);
			peaks.set(name, known);
		}
	}
	return peaks;
}

function raisePeaks(peaks: Float32Array, values: Float32Array): void {
	values.forEach((value, i) => {
		const channel = i % peaks.length;
		peaks[channel] = Math.max(peaks[channel]!, Math.abs(value));
	});
}

/** `channel:multiple of the median`, for the channels that stand out, largest first. */
function describe(peaks: Float32Array): string {
	const median = peaks.toSorted()[peaks.length >> 1]!;
	return Array.from(peaks, (peak, channel) => ({ channel, ratio: peak / median }))
		.filter(({ ratio }) => ratio >= NOTABLE)
		.sort((a, b) => b.ratio - a.ratio)
		.map(({ channel, ratio }) => `${channel}:${ratio.toFixed(2)}`)
		.join(' ');
}

const lines = [...(await measurePeaks())].map(
	([name, peaks]) => `\t'${name}':\n\t\t'${describe(peaks)}'`
);
await writeFile(
	target,
	`/**
 * Channels whose values after a layer norm stand out: \`channel:multiple of the median peak\`.
 * Written by calibrate.ts; do not edit.
 */
export const ACTIVATION_PEAKS: Readonly<Record<string, string>> = {
${lines.join(',\n')}
};
`
);
