import { readdirSync } from 'node:fs';
import { prebuiltAppConfig } from '@mlc-ai/web-llm';
import { describe, expect, it } from 'vitest';
import { modelHosts } from '../../../../csp.js';
import {
	describeDevice,
	fitOf,
	probeEngines,
	recommendedModel,
	type DeviceFacts
} from '../../../../src/lib/pipeline/llm/device';
import type { ProbedAdapter, ProbedBrowser } from '../../../../src/lib/pipeline/llm/engine-kind';
import { LLM_ENGINES, LLM_MODELS, llmModel } from '../../../../src/lib/pipeline/llm/engines';
import {
	addressOf,
	expectationOf,
	modelSourceAt,
	settlesByDefault
} from '../../../../src/lib/pipeline/llm/model';

const GIB = 2 ** 30;

/** What a test's browser has. */
interface Browser {
	gpu?: 'none' | 'software' | 'hardware';
	f16?: boolean;
	/** Largest buffer and binding of the graphics processor. */
	buffer?: number;
	binding?: number;
	memory64?: boolean;
	builtIn?: string;
}

function browserWith(browser: Browser): ProbedBrowser {
	const { gpu = 'hardware', f16 = true, buffer = 2 * GIB, binding = 2 * GIB } = browser;
	const adapter: ProbedAdapter = {
		features: new Set(f16 ? ['shader-f16'] : []),
		limits: { maxBufferSize: buffer, maxStorageBufferBindingSize: binding },
		info: {
			isFallbackAdapter: false,
			architecture: gpu === 'software' ? 'swiftshader' : 'some-gpu',
			description: ''
		}
	};
	const { builtIn } = browser;
	const validate = (): boolean => browser.memory64 ?? true;
	return {
		navigator: { gpu: { requestAdapter: async () => (gpu === 'none' ? null : adapter) } },
		WebAssembly: { validate, Suspending: Object } as ProbedBrowser['WebAssembly'],
		...(builtIn === undefined ? {} : { LanguageModel: { availability: async () => builtIn } })
	};
}

interface Room {
	memoryGigabytes?: number;
	freeBytes?: number;
}

const facts = async (browser: Browser = {}, room: Room = {}): Promise<DeviceFacts> => ({
	engines: await probeEngines(browserWith(browser)),
	memoryGigabytes: 8,
	freeBytes: 50e9,
	...room
});
const F16 = llmModel('Qwen2.5-0.5B-Instruct-q4f16_1-MLC');
const F32 = llmModel('Qwen2.5-0.5B-Instruct-q4f32_1-MLC');
const LARGE = llmModel('Qwen3-4B-q4f16_1-MLC');
const GGUF = llmModel('SmolLM2-135M-Instruct.Q4_1.gguf');
const NOTHING: Browser = { gpu: 'none', memory64: false };

describe('fitOf', () => {
	it.each([
		['no WebGPU', F32, facts({ gpu: 'none' }), /Needs WebGPU/],
		['an adapter without f16', F16, facts({ f16: false }), /16-bit floating point/],
		['small buffers', F32, facts({ buffer: GIB / 8 }), /of 256 MB; .* allows 128 MB/],
		[
			'small bindings for a large model',
			LARGE,
			facts({ binding: GIB / 2 }),
			/of 1024 MB; .* 512 MB/
		],
		['too little memory', F32, facts({}, { memoryGigabytes: 1 }), /too much for this device/],
		['too little room', F32, facts({}, { freeBytes: 1e8 }), /Needs 0\.32 GB of storage/],
		['a browser without 64-bit memory', GGUF, facts({ memory64: false }), /cannot run llama\.cpp/],
		['no model of the browser’s own', llmModel('built-in'), facts(), /no model of its own/],
		[
			'one that the browser refuses',
			llmModel('built-in'),
			facts({ builtIn: 'unavailable' }),
			/no model of its own/
		]
	])('says why not: %s', async (_name, model, device, reason) => {
		expect(fitOf(model, await device)).toEqual({
			fits: false,
			reason: expect.stringMatching(reason)
		});
	});

	it('lets the same model run in another form without f16', async () => {
		expect(fitOf(F32, await facts({ f16: false })).fits).toBe(true);
	});

	it('asks for small buffers only where the model has no large tensor', async () => {
		expect(fitOf(F32, await facts({ buffer: GIB / 4, binding: GIB / 8 })).fits).toBe(true);
	});

	it('warns of a graphics processor that is none', async () => {
		expect(fitOf(F32, await facts({ gpu: 'software' })).reason).toMatch(/minutes for each answer/);
	});
});

describe('recommendedModel', () => {
	it.each([
		['a graphics processor', facts(), 'Qwen3-1.7B-q4f16_1-MLC'],
		['one without f16', facts({ f16: false }), 'Qwen3-1.7B-q4f32_1-MLC'],
		['one with small bindings', facts({ binding: GIB / 8 }), 'Qwen3-0.6B-q4f16_1-MLC'],
		['one with less memory', facts({}, { memoryGigabytes: 4 }), 'Qwen3-0.6B-q4f16_1-MLC'],
		['one with little memory', facts({}, { memoryGigabytes: 2 }), F16.id],
		['software only', facts({ gpu: 'software' }), 'qwen2.5-0.5b-instruct-q4_k_m.gguf'],
		['no WebGPU', facts({ gpu: 'none' }), 'qwen2.5-0.5b-instruct-q4_k_m.gguf'],
		['no WebGPU and little room', facts({ gpu: 'none' }, { freeBytes: 2e8 }), GGUF.id],
		['only a model of the browser’s', facts({ ...NOTHING, builtIn: 'available' }), 'built-in'],
		['nothing at all', facts(NOTHING), undefined]
	])('for %s', async (_name, device, id) => {
		expect(recommendedModel(await device)?.id).toBe(id);
	});
});

describe('describeDevice', () => {
	it('says what is there and what is not, also where the browser does not tell', async () => {
		const { engines } = await facts(NOTHING);
		expect(describeDevice({ engines })).toEqual([
			expect.stringContaining('No WebGPU'),
			expect.stringContaining('llama.cpp cannot run'),
			'The browser does not say how much memory there is.'
		]);
	});

	it.each([
		['available', 'ready to use', false],
		['downloadable', 'would download first', true],
		['downloading', 'would download first', true]
	])('knows a model of the browser’s own that is %s', async (builtIn, words, downloads) => {
		const device = await facts({ builtIn });
		expect(describeDevice(device).join(' ')).toContain(words);
		expect(device.engines.get('built-in')?.downloadsAtStart).toBe(downloads);
	});

	it('takes a browser whose probes fail for one that has nothing', async () => {
		const fails = async (): Promise<never> => Promise.reject(new Error('refused'));
		const engines = await probeEngines({
			navigator: { gpu: { requestAdapter: fails } },
			WebAssembly: { validate: () => false },
			LanguageModel: { availability: fails }
		});
		expect(LLM_MODELS.filter((model) => fitOf(model, { engines }).fits)).toEqual([]);
	});
});

describe('the list of models', () => {
	it('has each id once, and a hash for every single file', () => {
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

	it('takes files only from hosts that the policy allows the worker which fetches them', () => {
		for (const { source } of LLM_MODELS) {
			if (!source) continue;
			const urls = source.kind === 'mlc' ? [source.folder, source.library] : [addressOf(source)];
			for (const url of urls) expect(modelHosts).toContain(new URL(url).origin);
		}
	});

	it('finds the same files on a host of one’s own', () => {
		const base = 'https://example.org/models/';
		expect(modelSourceAt(GGUF, base)).toMatchObject({ url: `${base}${GGUF.id}` });
		const folder = `${base}${F16.id}/resolve/main/`;
		expect(modelSourceAt(F16, base)).toMatchObject({
			folder,
			library: `${folder}Qwen2-0.5B-Instruct-q4f16_1_cs1k-webgpu.wasm`,
			features: ['shader-f16']
		});
		expect(modelSourceAt(llmModel('built-in'), base)).toBeUndefined();
	});

	it('lets no model settle rows unasked that was not measured, or was measured worse', () => {
		const settling = LLM_MODELS.filter(settlesByDefault);
		expect(settling.filter(({ measured }) => !measured)).toEqual([]);
		for (const model of LLM_MODELS)
			expect(expectationOf(model)).toMatch(model.measured ? /Measured on \d+/ : /Not measured/);
		const worse = { ...GGUF, measured: { finding: 'x', settles: false } };
		expect(settlesByDefault(worse)).toBe(false);
		expect(settlesByDefault({ ...GGUF, measured: { finding: 'x', settles: true } })).toBe(true);
	});

	it('refuses an id that is not there', () => {
		expect(() => llmModel('gpt')).toThrow(/no language model called "gpt"/);
	});
});

describe('the list of engines', () => {
	const filesIn = (folder: string): string[] =>
		readdirSync(new URL(`../../../../src/${folder}`, import.meta.url));

	it('has the code of each engine where it is looked for', () => {
		const placed = (place: string): string[] =>
			LLM_ENGINES.filter((engine) => engine.place === place)
				.map(({ id }) => id)
				.sort();
		const workers = filesIn('workers/llm/engines').filter((name) => name.endsWith('.worker.ts'));
		expect(workers.sort()).toEqual(placed('worker').map((id) => `llm-${id}.worker.ts`));
		expect(filesIn('lib/llm/page-engines').sort()).toEqual(placed('page').map((id) => `${id}.ts`));
	});

	it('suggests models that the engine has', () => {
		for (const { models, suggestions } of LLM_ENGINES)
			for (const name of suggestions) expect(models.map((model) => model.name)).toContain(name);
	});

	it('says of WebLLM’s models what the installed version of it says', () => {
		const records = new Map(prebuiltAppConfig.model_list.map((model) => [model.model_id, model]));
		for (const { id, memoryMegabytes, source, needs } of LLM_MODELS) {
			if (source?.kind !== 'mlc') continue;
			const record = records.get(id);
			expect(record, id).toBeDefined();
			expect(source.folder).toBe(`${record?.model}/resolve/main/`);
			expect(source.library).toBe(record?.model_lib);
			expect(Math.abs(memoryMegabytes - (record?.vram_required_MB ?? 0)), id).toBeLessThan(1);
			expect(source.features).toEqual(expect.arrayContaining(record?.required_features ?? []));
			expect(source.features).toEqual(needs === undefined ? [] : [needs]);
		}
	});
});
