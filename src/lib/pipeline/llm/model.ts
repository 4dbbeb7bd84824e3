/** Put in by the build where it was told another base of all models; ends with a slash. */
const OWN_BASE = (globalThis as { __MODEL_BASE__?: string }).__MODEL_BASE__;
const HUB = OWN_BASE || 'https://huggingface.co/';

/** One model that the page offers. */
export interface LlmModel {
	/** Names weights and form exactly: part of the key of every cached answer. */
	id: string;
	name: string;
	/** Id of the engine that runs it. */
	engine: string;
	licence: string;
	/** Bytes to download; exact where a hash is pinned, else computed from the number of weights. 0: none. */
	bytes: number;
	exactSize: boolean;
	/** Memory it needs while it runs, in megabytes. */
	memoryMegabytes: number;
	/** Feature of the device that it needs beside its engine, by its technical name. */
	needs?: string;
	/** Absent for a model whose answers nobody has compared with the right ones. */
	measured?: Measurement;
	/** Where it comes from; absent for the browser's own. */
	source?: ModelSource;
}

/** What a measurement with this project's log messages has found. */
interface Measurement {
	/** In a sentence for the user. */
	finding: string;
	/** It was right more often than what costs nothing: the head's best guess and the nearest labelled example. */
	settles: boolean;
}

/** A model as its engine lists it. */
export type ListedModel = Omit<LlmModel, 'engine'>;

/** Files of a model, in one of the layouts that the worker which fetches models knows. */
export type ModelSource = GgufSource | MlcSource;

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
	/** WebGPU features that the library uses. */
	features: readonly string[];
	/** It would think aloud before it answers, and has to be told not to. */
	thinks: boolean;
	/** It has a tensor of more than 128 MiB. */
	largeTensors: boolean;
}

/** Address of a file or folder on the hub, or at the base that the build was told, which has the hub's layout. */
export const onHub = (path: string): string => HUB + path;

/** The same for what the hub does not have. @param elsewhere where it is unless the build was told a base */
export const onHubOr = (elsewhere: string, path: string): string =>
	OWN_BASE ? onHub(path) : elsewhere;

/** What to expect of a model, in a sentence for the user. */
export const expectationOf = ({ measured }: LlmModel): string =>
	measured?.finding ??
	'Not measured with this project’s log messages. Compare its suggestions with the nearest examples before you trust them.';

/** Whether a model's answers settle rows unless the user says otherwise. Without a measurement they only suggest. */
export const settlesByDefault = ({ measured }: LlmModel): boolean => measured?.settles ?? false;

/** Where the files come from, for the button that fetches them. */
export const addressOf = (source: ModelSource): string =>
	source.kind === 'gguf' ? source.url : source.folder;

/**
 * The same model from a folder of the user's own host: a GGUF file by its name, an MLC model as `id/` with the library
 * beside its files.
 *
 * @param base absolute URL, ending with a slash
 */
export function modelSourceAt({ id, source }: LlmModel, base: string): ModelSource | undefined {
	if (!source) return undefined;
	if (source.kind === 'gguf') return { ...source, url: base + fileName(source.url) };
	// The layout that WebLLM asks for, whatever the host.
	const folder = `${base}${id}/resolve/main/`;
	return { ...source, folder, library: folder + fileName(source.library) };
}

/** The last part of a path or address. */
export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
