import type { EngineOnDevice, ProbedBrowser } from './engine-kind';
import { LLM_ENGINES, LLM_MODELS } from './engines';
import type { LlmModel } from './model';

/** What a device says about itself; nothing of it leaves the device. */
export interface DeviceFacts {
	/** By the engine's id, in the order of the list. */
	engines: ReadonlyMap<string, EngineOnDevice>;
	/** Browsers round it and say at most 8; undefined where they do not tell. */
	memoryGigabytes?: number;
	/** Room that the browser gives this site; undefined where it does not tell. */
	freeBytes?: number;
}

/** Whether a model can run on a device, and what speaks for or against it. */
export interface ModelFit {
	fits: boolean;
	reason: string;
}

/** Asks the browser what is there for each engine; downloads and sends nothing. */
export async function probeEngines(browser: ProbedBrowser): Promise<DeviceFacts['engines']> {
	return new Map(
		await Promise.all(LLM_ENGINES.map(async ({ id, probe }) => [id, await probe(browser)] as const))
	);
}

/** What runs here, in sentences for the user. */
export const describeDevice = (facts: DeviceFacts): string[] => [
	...[...facts.engines.values()].flatMap(({ sentences }) => sentences),
	memoryText(facts)
];

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
	const engine = facts.engines.get(model.engine);
	if (!engine) return { fits: false, reason: 'Its engine was not looked for.' };
	const against = engine.against(model) ?? sizeReason(model, facts);
	return against ? { fits: false, reason: against } : { fits: true, reason: engine.how };
}

function sizeReason({ bytes, memoryMegabytes }: LlmModel, facts: DeviceFacts): string | undefined {
	const { memoryGigabytes, freeBytes } = facts;
	if (memoryGigabytes !== undefined && memoryMegabytes / 1_000 > memoryGigabytes / 2)
		return `Needs about ${(memoryMegabytes / 1_000).toFixed(1)} GB of memory while it runs: too much for this device.`;
	return freeBytes !== undefined && bytes > freeBytes
		? `Needs ${(bytes / 1e9).toFixed(2)} GB of storage; the browser gives this site ${(freeBytes / 1e9).toFixed(2)} GB more.`
		: undefined;
}

/** The model to begin with on a device; undefined when none can run. */
export function recommendedModel(facts: DeviceFacts): LlmModel | undefined {
	for (const { id, suggestions } of LLM_ENGINES) {
		if (!facts.engines.get(id)?.suggested) continue;
		for (const name of suggestions) {
			const forms = LLM_MODELS.filter((model) => model.name === name && model.engine === id);
			const found = forms.find((model) => fitOf(model, facts).fits);
			if (found) return found;
		}
	}
	return undefined;
}
