import { LLM_MODELS, type LlmModel } from './models';

/** What a device says about itself; nothing of it leaves the device. */
export interface DeviceFacts {
	webgpu: 'none' | 'software' | 'hardware';
	/** The graphics processor knows 16-bit floating point. */
	f16: boolean;
	/** Largest buffer of the graphics processor. */
	maxBufferBytes: number;
	/** Browsers round it and say at most 8; undefined where they do not tell. */
	memoryGigabytes?: number;
	/** Room that the browser gives this site; undefined where it does not tell. */
	freeBytes?: number;
	/** The browser can run llama.cpp. */
	wasm: boolean;
	builtIn: 'none' | 'downloadable' | 'ready';
}

/** Whether a model can run on a device, and what speaks for or against it. */
export interface ModelFit {
	fits: boolean;
	reason: string;
}

/** The largest buffer that the offered WebGPU models bind; WebGPU promises 256 MB for any buffer. */
const NEEDED_BUFFER_BYTES = 2 ** 28;

/** What runs here, in sentences for the user. */
export function describeDevice(facts: DeviceFacts): string[] {
	return [GPU[facts.webgpu](facts.f16), wasmText(facts), ...builtInText(facts), memoryText(facts)];
}

const GPU: Record<DeviceFacts['webgpu'], (f16: boolean) => string> = {
	none: () => 'No WebGPU: the graphics processor cannot be used.',
	software: () =>
		'WebGPU is there, but only in software: a model would take many seconds for every word.',
	hardware: (f16) =>
		`WebGPU can use the graphics processor, ${f16 ? 'with' : 'without'} 16-bit floating point.`
};

const wasmText = ({ wasm }: DeviceFacts): string =>
	wasm
		? 'llama.cpp can run on the processor: it works without a graphics processor and is slow.'
		: 'llama.cpp cannot run: this browser lacks 64-bit memory or promise integration for WebAssembly.';

function builtInText({ builtIn }: DeviceFacts): string[] {
	if (builtIn === 'none') return [];
	return [
		builtIn === 'ready'
			? 'The browser has a model of its own, ready to use.'
			: 'The browser offers a model of its own, which it would download first.'
	];
}

function memoryText({ memoryGigabytes, freeBytes }: DeviceFacts): string {
	const memory =
		memoryGigabytes === undefined
			? 'The browser does not say how much memory there is'
			: `At least ${memoryGigabytes} GB of memory`;
	return freeBytes === undefined
		? `${memory}.`
		: `${memory}; room for ${(freeBytes / 1e9).toFixed(1)} GB of downloads.`;
}

/** Whether a model can run, and why not. */
export function fitOf(model: LlmModel, facts: DeviceFacts): ModelFit {
	const against = engineReason(model, facts) ?? sizeReason(model, facts);
	if (against) return { fits: false, reason: against };
	if (model.engine === 'webllm' && facts.webgpu === 'software')
		return { fits: true, reason: 'Runs here in software only: minutes for each answer.' };
	return {
		fits: true,
		reason: model.engine === 'wllama' ? 'Runs on the processor.' : 'Runs here.'
	};
}

function engineReason({ engine, needsF16 }: LlmModel, facts: DeviceFacts): string | undefined {
	if (engine === 'built-in')
		return facts.builtIn === 'none' ? 'This browser has no model of its own.' : undefined;
	if (engine === 'wllama')
		return facts.wasm ? undefined : 'This browser cannot run llama.cpp (see above).';
	if (facts.webgpu === 'none') return 'Needs WebGPU, which this browser does not offer.';
	if (needsF16 && !facts.f16)
		return 'Needs 16-bit floating point (shader-f16), which this graphics processor lacks.';
	return facts.maxBufferBytes < NEEDED_BUFFER_BYTES
		? `Needs buffers of ${NEEDED_BUFFER_BYTES / 2 ** 20} MB; this graphics processor allows ${Math.floor(facts.maxBufferBytes / 2 ** 20)} MB.`
		: undefined;
}

function sizeReason({ bytes, memoryMegabytes }: LlmModel, facts: DeviceFacts): string | undefined {
	const { memoryGigabytes, freeBytes } = facts;
	if (memoryGigabytes !== undefined && memoryMegabytes / 1_000 > memoryGigabytes / 2)
		return `Needs about ${(memoryMegabytes / 1_000).toFixed(1)} GB of memory while it runs: too much for this device.`;
	return freeBytes !== undefined && bytes > freeBytes
		? `Needs ${(bytes / 1e9).toFixed(2)} GB of storage; the browser gives this site ${(freeBytes / 1e9).toFixed(2)} GB more.`
		: undefined;
}

/** Models from best to least, for a graphics processor and for a processor alone. */
const PREFERRED = {
	hardware: ['Qwen2.5 1.5B', 'Qwen2.5 0.5B', 'SmolLM2 360M'],
	processor: ['Qwen2.5 0.5B', 'SmolLM2 360M', 'SmolLM2 135M']
};

/** The model to begin with on a device; undefined when none can run. */
export function recommendedModel(facts: DeviceFacts): LlmModel | undefined {
	const gpu = facts.webgpu === 'hardware';
	const engine = gpu ? 'webllm' : 'wllama';
	for (const name of gpu ? PREFERRED.hardware : PREFERRED.processor) {
		const forms = LLM_MODELS.filter((model) => model.name === name && model.engine === engine);
		const found = forms.find((model) => fitOf(model, facts).fits);
		if (found) return found;
	}
	return LLM_MODELS.find((model) => model.engine === 'built-in' && fitOf(model, facts).fits);
}
