import type { ListedModel, LlmModel } from './model';

/**
 * Everything that the page, the device check and the build have to know of one way of running language models, beside
 * the code that runs them. Its code is found by its id: `src/workers/llm/engines/llm-ID.worker.ts` for an engine in a
 * worker, `src/lib/llm/page-engines/ID.ts` for one on the page. Nothing of either is loaded before a model is started.
 */
export interface LlmEngineKind {
	/** Stored with every answer. */
	id: string;
	/** What runs a model, within a sentence. */
	name: string;
	/** A word beside a model's name. */
	tag: string;
	/** Where its code runs. */
	place: 'worker' | 'page' | 'nowhere';
	/** Models that it can run. Their files are fetched before the start; a model without a source has none. */
	models: readonly ListedModel[];
	/** Names of the models to begin with, best first. */
	suggestions: readonly string[];
	/** Files of its own that the site serves from `llm/`. */
	assets: readonly EngineAsset[];
	/** Asks the browser what is there for this engine; downloads and sends nothing. */
	probe: (browser: ProbedBrowser) => Promise<EngineOnDevice>;
	/** Seconds that an answer is likely to take, before any was measured; absent where nothing is known. */
	likelySeconds?: (model: ListedModel) => number | undefined;
}

/** A file of a package that the build puts into `static/llm/`. */
interface EngineAsset {
	package: string;
	/** Path in the package; its last part is the file's name on the site. */
	path: string;
}

/** What a probe has found. */
export interface EngineOnDevice {
	/** What is there, in sentences for the user. */
	sentences: readonly string[];
	/** How a model runs here, in a sentence for the user. */
	how: string;
	/** It answers fast enough, or nothing faster is there, so that its models may be suggested. */
	suggested: boolean;
	/** Starting a model lets the browser download it first. */
	downloadsAtStart: boolean;
	/** Why a model cannot run here, in a sentence for the user; undefined when it can. */
	against: (model: LlmModel) => string | undefined;
}

/** What of a browser the probes look at. The global object of a page is one. */
export interface ProbedBrowser {
	navigator: { gpu?: { requestAdapter: () => Promise<ProbedAdapter | null> } };
	WebAssembly: { validate: (module: Uint8Array<ArrayBuffer>) => boolean };
	/** The Prompt API. */
	LanguageModel?: { availability: () => Promise<string> };
}

/** What of a `GPUAdapter` the probes look at. */
export interface ProbedAdapter {
	features: { has: (feature: string) => boolean };
	limits: { maxBufferSize: number; maxStorageBufferBindingSize: number };
	info: { isFallbackAdapter: boolean; architecture: string; description: string };
}
