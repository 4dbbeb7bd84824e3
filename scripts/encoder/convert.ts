/** All of the encoder's files, made from the source's and the delta. */
import { ENCODER_DIMENSIONS } from '../../src/lib/pipeline/embed/encoder-revision';
import { convertToInt8 } from './convert-int8';
import { convertToQ4 } from './convert-q4';
import type { LowRankDelta } from './low-rank-delta';
import type { SourceFiles } from './pinned-sources';
import { SourceModel } from './source-model';

/** The files to be served, by their path in the encoder's folder; the same source and delta give the same bytes. */
export function convert(source: SourceFiles, delta: LowRankDelta): Map<string, Uint8Array> {
	const model = new SourceModel(
		source['onnx/model_q4.onnx'],
		source['onnx/model_q4.onnx_data'],
		delta
	);
	return new Map([
		['config.json', convertConfig(source['config.json'])],
		['tokenizer.json', source['tokenizer.json']],
		['tokenizer_config.json', source['tokenizer_config.json']],
		['onnx/model_quantized.onnx', convertToInt8(model)],
		['onnx/model_q4.onnx', convertToQ4(model, ENCODER_DIMENSIONS)]
	]);
}

/** The source's configuration without its mention of data files, which ours do not have. */
function convertConfig(source: Uint8Array): Uint8Array {
	const config = JSON.parse(new TextDecoder().decode(source)) as Record<string, unknown>;
	config['transformers.js_config'] = { dtype: 'q8' };
	return new TextEncoder().encode(`${JSON.stringify(config, undefined, 2)}\n`);
}
