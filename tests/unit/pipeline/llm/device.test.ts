import { describe, expect, it } from 'vitest';
import {
	describeDevice,
	fitOf,
	recommendedModel,
	type DeviceFacts
} from '../../../../src/lib/pipeline/llm/device';
import { LLM_MODELS, llmModel } from '../../../../src/lib/pipeline/llm/models';

const facts = (change: Partial<DeviceFacts> = {}): DeviceFacts => ({
	webgpu: 'hardware',
	f16: true,
	maxBufferBytes: 2 ** 31,
	memoryGigabytes: 8,
	freeBytes: 50e9,
	wasm: true,
	builtIn: 'none',
	...change
});
const F16 = llmModel('Qwen2.5-0.5B-Instruct-q4f16_1-MLC');
const F32 = llmModel('Qwen2.5-0.5B-Instruct-q4f32_1-MLC');
const GGUF = llmModel('SmolLM2-135M-Instruct.Q4_1.gguf');

describe('fitOf', () => {
	it.each([
		['no WebGPU', F32, facts({ webgpu: 'none' }), /Needs WebGPU/],
		['an adapter without f16', F16, facts({ f16: false }), /16-bit floating point/],
		['small buffers', F32, facts({ maxBufferBytes: 2 ** 27 }), /allows 128 MB/],
		['too little memory', F32, facts({ memoryGigabytes: 1 }), /too much for this device/],
		['too little room', F32, facts({ freeBytes: 1e8 }), /Needs 0\.32 GB of storage/],
		['a browser that cannot run llama.cpp', GGUF, facts({ wasm: false }), /cannot run llama\.cpp/],
		['no model of the browser’s own', llmModel('built-in'), facts(), /no model of its own/]
	])('says why not: %s', (_name, model, device, reason) => {
		expect(fitOf(model, device)).toEqual({ fits: false, reason: expect.stringMatching(reason) });
	});

	it('lets the same model run in another form without f16', () => {
		expect(fitOf(F32, facts({ f16: false })).fits).toBe(true);
	});

	it('warns of a graphics processor that is none', () => {
		expect(fitOf(F32, facts({ webgpu: 'software' })).reason).toMatch(/minutes for each answer/);
	});
});

describe('recommendedModel', () => {
	it.each([
		['a graphics processor', facts(), 'Qwen2.5-1.5B-Instruct-q4f16_1-MLC'],
		['one without f16', facts({ f16: false }), 'Qwen2.5-1.5B-Instruct-q4f32_1-MLC'],
		['one with little memory', facts({ memoryGigabytes: 2 }), F16.id],
		['software only', facts({ webgpu: 'software' }), 'qwen2.5-0.5b-instruct-q4_k_m.gguf'],
		['no WebGPU', facts({ webgpu: 'none' }), 'qwen2.5-0.5b-instruct-q4_k_m.gguf'],
		['no WebGPU and little room', facts({ webgpu: 'none', freeBytes: 2e8 }), GGUF.id],
		[
			'only a model of the browser’s',
			facts({ webgpu: 'none', wasm: false, builtIn: 'ready' }),
			'built-in'
		],
		['nothing at all', facts({ webgpu: 'none', wasm: false }), undefined]
	])('for %s', (_name, device, id) => {
		expect(recommendedModel(device)?.id).toBe(id);
	});
});

describe('describeDevice', () => {
	it('says what is there and what is not, also where the browser does not tell', () => {
		const unknown = facts({ webgpu: 'none', wasm: false });
		delete unknown.memoryGigabytes;
		delete unknown.freeBytes;
		expect(describeDevice(unknown)).toEqual([
			expect.stringContaining('No WebGPU'),
			expect.stringContaining('llama.cpp cannot run'),
			'The browser does not say how much memory there is.'
		]);
	});
});

describe('the list of models', () => {
	it('has each id once, within 135 million to 1.7 billion weights, and a hash for every single file', () => {
		expect(new Set(LLM_MODELS.map(({ id }) => id)).size).toBe(LLM_MODELS.length);
		for (const { name, source, bytes } of LLM_MODELS) {
			if (source?.kind === 'gguf') expect(source.sha256, name).toMatch(/^[0-9a-f]{64}$/);
			if (source) expect(bytes).toBeGreaterThan(9e7);
		}
	});

	it('fetches over https, at a fixed revision where one file is fetched', () => {
		for (const { source } of LLM_MODELS) {
			if (source?.kind === 'gguf')
				expect(source.url).toMatch(
					/^https:\/\/huggingface\.co\/.+\/resolve\/[0-9a-f]{40}\/.+\.gguf$/
				);
			if (source?.kind === 'mlc')
				expect(source.folder).toMatch(/^https:\/\/huggingface\.co\/mlc-ai\/.+\/resolve\/main\/$/);
		}
	});

	it('refuses an id that is not there', () => {
		expect(() => llmModel('gpt')).toThrow(/no language model called "gpt"/);
	});
});
