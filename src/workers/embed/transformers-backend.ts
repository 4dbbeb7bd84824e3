import {
	AutoModel,
	AutoTokenizer,
	Tensor,
	env,
	type PreTrainedModel,
	type PreTrainedTokenizer
} from '@huggingface/transformers';
import type { EncoderBackend } from '../../lib/pipeline/embed/encoder';
import { ENCODER_ID, type EncoderForm } from '../../lib/pipeline/embed/encoder-revision';
import type { ModelFiles } from './model-files';

/** Weight files by form, as transformers.js names them. */
const DTYPE = { int8: 'q8', q4: 'q4' } as const;
const DEVICE = { int8: 'wasm', q4: 'webgpu' } as const;
/** Runtime files by form: the WebGPU one is 2.5 MB larger and only fetched when that device is chosen. */
const RUNTIME = { int8: 'ort-wasm-simd-threaded', q4: 'ort-wasm-simd-threaded.jspi' } as const;

/**
 * The encoder on transformers.js and onnxruntime-web, one thread.
 * @param base absolute URL of the site, ending with a slash
 * @param files verified files of this form, the only ones the library gets to see
 */
export async function transformersBackend(
	base: string,
	form: EncoderForm,
	files: ModelFiles
): Promise<EncoderBackend> {
	configure(base, form, files);
	const tokenizer: PreTrainedTokenizer = await AutoTokenizer.from_pretrained(ENCODER_ID);
	const model: PreTrainedModel = await AutoModel.from_pretrained(ENCODER_ID, {
		dtype: DTYPE[form],
		device: DEVICE[form]
	});
	return {
		tokenize: (text) => tokenizer.encode(text),
		run: async (inputIds, batch, tokens) => {
			const dims = [batch, tokens];
			const ones = () => new Tensor('int64', new BigInt64Array(inputIds.length).fill(1n), dims);
			const { last_hidden_state } = (await model({
				input_ids: new Tensor('int64', inputIds, dims),
				attention_mask: ones(),
				token_type_ids: new Tensor('int64', new BigInt64Array(inputIds.length), dims)
			})) as { last_hidden_state: Tensor };
			const states = last_hidden_state.data as Float32Array;
			last_hidden_state.dispose();
			return states;
		}
	};
}

/** Nothing comes from a hub, a CDN or the library's own caches: everything is on this site and verified. */
function configure(base: string, form: EncoderForm, files: ModelFiles): void {
	env.allowLocalModels = true;
	env.allowRemoteModels = false;
	// A path: the library does not look for a local tokenizer at what it takes for a remote address.
	env.localModelPath = `${new URL(base).pathname}models/`;
	env.useBrowserCache = false;
	env.useWasmCache = false;
	env.fetch = files.fetch;
	const wasm = env.backends.onnx.wasm;
	if (!wasm) throw new Error('onnxruntime-web is missing from the bundle');
	wasm.numThreads = 1;
	wasm.proxy = false;
	wasm.wasmPaths = {
		mjs: `${base}ort/${RUNTIME[form]}.mjs`,
		wasm: `${base}ort/${RUNTIME[form]}.wasm`
	};
}
