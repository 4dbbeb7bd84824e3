import type { DeviceFacts } from '../pipeline/llm/device';
import { builtInState } from './built-in-engine';

/** A module with one 64-bit memory: compiles only where those are known. */
const MEMORY64 = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 4, 1);

/** Asks the browser what could run here. Downloads and sends nothing. */
export async function probeDevice(): Promise<DeviceFacts> {
	const { deviceMemory } = navigator as { deviceMemory?: number };
	const [gpu, freeBytes, builtIn] = await Promise.all([probeGpu(), freeStorage(), builtInState()]);
	return {
		...gpu,
		builtIn,
		wasm: 'Suspending' in WebAssembly && WebAssembly.validate(MEMORY64),
		...(deviceMemory === undefined ? {} : { memoryGigabytes: deviceMemory }),
		...(freeBytes === undefined ? {} : { freeBytes })
	};
}

async function probeGpu(): Promise<Pick<DeviceFacts, 'webgpu' | 'f16' | 'maxBufferBytes'>> {
	const adapter =
		'gpu' in navigator ? await navigator.gpu.requestAdapter().catch(() => null) : null;
	if (!adapter) return { webgpu: 'none', f16: false, maxBufferBytes: 0 };
	return {
		webgpu: isSoftware(adapter) ? 'software' : 'hardware',
		f16: adapter.features.has('shader-f16'),
		maxBufferBytes: adapter.limits.maxBufferSize
	};
}

const isSoftware = ({ info }: GPUAdapter): boolean =>
	info.isFallbackAdapter ||
	/swiftshader|llvmpipe|basic render/i.test(`${info.architecture} ${info.description}`);

async function freeStorage(): Promise<number | undefined> {
	const { quota, usage } = (await navigator.storage?.estimate().catch(() => undefined)) ?? {};
	return quota === undefined ? undefined : quota - (usage ?? 0);
}
