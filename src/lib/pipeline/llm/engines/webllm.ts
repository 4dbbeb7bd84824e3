import type { EngineOnDevice, LlmEngineKind, ProbedAdapter } from '../engine-kind';
import { onHub, onHubOr, type ListedModel, type LlmModel, type MlcSource } from '../model';

/** Compiled WebGPU libraries of the WebLLM version in package.json; another version needs others. */
const LIBRARIES = onHubOr(
	'https://raw.githubusercontent.com/mlc-ai/binary-mlc-llm-libs/main/web-llm-models/v0_2_86/base/',
	'mlc-ai/binary-mlc-llm-libs/resolve/main/web-llm-models/v0_2_86/base/'
);
const F16 = 'shader-f16';
const MIB = 2 ** 20;
/** WebLLM asks for a buffer of 1 GiB, or else for this one, and does not start with less. */
const LEAST_BUFFER = 256 * MIB;
/** It asks for a binding of 1 GiB, or else for 128 MiB: nothing in between. */
const LARGE_BINDING = 1_024 * MIB;

/** WebLLM, on the graphics processor through WebGPU. */
export const webllm: LlmEngineKind = {
	id: 'webllm',
	name: 'WebLLM on the graphics processor',
	tag: 'WebGPU',
	place: 'worker',
	// The larger ones of the list are left to the user: a first answer should not wait for a download of 2 GB.
	suggestions: ['Qwen3 1.7B', 'Qwen3 0.6B', 'Qwen2.5 0.5B', 'SmolLM2 360M'],
	assets: [],
	probe: async ({ navigator: { gpu } }) =>
		onDevice((await gpu?.requestAdapter().catch(() => null)) ?? undefined),
	// Memory is what the library says of each form with a context of 4096 tokens.
	models: [
		...mlc('SmolLM2-360M-Instruct', { name: 'SmolLM2 360M', millions: 362, memory: [376, 580] }),
		...mlc('Qwen2.5-0.5B-Instruct', {
			name: 'Qwen2.5 0.5B',
			millions: 494,
			memory: [945, 1_060],
			library: 'Qwen2-0.5B-Instruct'
		}),
		...mlc('Qwen3-0.6B', {
			name: 'Qwen3 0.6B',
			millions: 596,
			memory: [1_403, 1_925],
			thinks: true
		}),
		...mlc('Qwen3-1.7B', {
			name: 'Qwen3 1.7B',
			millions: 1_720,
			memory: [2_037, 2_635],
			thinks: true,
			largeTensors: true
		}),
		...mlc('Ministral-3-3B-Instruct-2512-BF16', {
			name: 'Ministral 3 3B',
			millions: 3_430,
			memory: [2_864, 3_532],
			largeTensors: true
		}),
		...mlc('Qwen3-4B', {
			name: 'Qwen3 4B',
			millions: 4_022,
			memory: [3_432, 4_328],
			thinks: true,
			largeTensors: true
		}),
		...mlc('Phi-4-mini-instruct', {
			name: 'Phi-4 mini',
			millions: 3_836,
			memory: [3_438, 4_221],
			licence: 'MIT',
			largeTensors: true
		})
	]
};

function onDevice(adapter: ProbedAdapter | undefined): EngineOnDevice {
	const software = adapter !== undefined && isSoftware(adapter);
	return {
		sentences: [sentence(adapter, software)],
		how: software ? 'Runs here in software only: minutes for each answer.' : 'Runs here.',
		suggested: adapter !== undefined && !software,
		downloadsAtStart: false,
		against: (model) => against(model, adapter)
	};
}

const isSoftware = ({ info }: ProbedAdapter): boolean =>
	info.isFallbackAdapter ||
	/swiftshader|llvmpipe|basic render/i.test(`${info.architecture} ${info.description}`);

function sentence(adapter: ProbedAdapter | undefined, software: boolean): string {
	if (!adapter) return 'No WebGPU: the graphics processor cannot be used.';
	if (software)
		return 'WebGPU is there, but only in software: a model would take many seconds for every word.';
	const f16 = adapter.features.has(F16) ? 'with' : 'without';
	return `WebGPU can use the graphics processor, ${f16} 16-bit floating point.`;
}

function against({ source }: LlmModel, adapter: ProbedAdapter | undefined): string | undefined {
	if (!adapter) return 'Needs WebGPU, which this browser does not offer.';
	if (source?.kind !== 'mlc') return 'Has no files for WebLLM.';
	if (source.features.some((feature) => !adapter.features.has(feature)))
		return 'Needs 16-bit floating point (shader-f16), which this graphics processor lacks.';
	return bufferReason(source, adapter.limits);
}

function bufferReason(
	{ largeTensors }: MlcSource,
	{ maxBufferSize, maxStorageBufferBindingSize }: ProbedAdapter['limits']
): string | undefined {
	const least = largeTensors ? LARGE_BINDING : LEAST_BUFFER;
	const allowed = largeTensors
		? Math.min(maxBufferSize, maxStorageBufferBindingSize)
		: maxBufferSize;
	return allowed < least
		? `Needs buffers of ${least / MIB} MB; this graphics processor allows ${Math.floor(allowed / MIB)} MB.`
		: undefined;
}

interface MlcModel {
	name: string;
	/** Weights. */
	millions: number;
	/** Megabytes with 16-bit and with 32-bit arithmetic. */
	memory: readonly [f16: number, f32: number];
	licence?: string;
	/** Begins the names of its compiled libraries, where that is not the model's name. */
	library?: string;
	thinks?: boolean;
	largeTensors?: boolean;
}

/** Both forms of a model: the smaller one needs a graphics processor that knows 16-bit floating point. */
function mlc(form: string, model: MlcModel): ListedModel[] {
	const [f16, f32] = model.memory;
	return [mlcForm(form, model, 'q4f16_1', f16), mlcForm(form, model, 'q4f32_1', f32)];
}

function mlcForm(
	form: string,
	{ name, millions, licence, library, thinks, largeTensors }: MlcModel,
	precision: 'q4f16_1' | 'q4f32_1',
	memoryMegabytes: number
): ListedModel {
	const f16 = precision === 'q4f16_1';
	const id = `${form}-${precision}-MLC`;
	return {
		id,
		name,
		licence: licence ?? 'Apache-2.0',
		bytes: downloadBytes(millions, f16),
		exactSize: false,
		memoryMegabytes,
		...(f16 ? { needs: F16 } : {}),
		source: {
			kind: 'mlc',
			folder: onHub(`mlc-ai/${id}/resolve/main/`),
			library: `${LIBRARIES}${library ?? form}-${precision}_cs1k-webgpu.wasm`,
			features: f16 ? [F16] : [],
			thinks: thinks ?? false,
			largeTensors: largeTensors ?? false
		}
	};
}

/** 4 bits a weight and one scale for 32 of them, of 16 or 32 bits; tokenizer and library have about 11 MB. Rounded to 10 MB. */
function downloadBytes(millions: number, f16: boolean): number {
	const bytesPerWeight = (4 + (f16 ? 16 : 32) / 32) / 8;
	return Math.round((millions * bytesPerWeight + 11) / 10) * 1e7;
}
