import { probeEngines, type DeviceFacts } from '../pipeline/llm/device';

/** Asks the browser what could run here. Downloads and sends nothing. */
export async function probeDevice(): Promise<DeviceFacts> {
	const { deviceMemory } = navigator as { deviceMemory?: number };
	const [engines, freeBytes] = await Promise.all([probeEngines(globalThis), freeStorage()]);
	return {
		engines,
		...(deviceMemory === undefined ? {} : { memoryGigabytes: deviceMemory }),
		...(freeBytes === undefined ? {} : { freeBytes })
	};
}

async function freeStorage(): Promise<number | undefined> {
	const { quota, usage } = (await navigator.storage?.estimate().catch(() => undefined)) ?? {};
	return quota === undefined ? undefined : quota - (usage ?? 0);
}
