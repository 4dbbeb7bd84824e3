import { ENCODER_FILES, ENCODER_ID } from '../../lib/pipeline/embed/encoder-revision';

/** What the build says about itself; see `$service-worker`. */
export interface SiteBuild {
	base: string;
	version: string;
	build: readonly string[];
	files: readonly string[];
	prerendered: readonly string[];
}

/** A file that must be in a cache with exactly these contents. */
export interface EncoderFile {
	url: string;
	sha256: string;
}

/** Which files of the site an installed version keeps, by path. */
export interface SiteFiles {
	/** One cache for each version: a tab never mixes two of them. */
	cacheName: string;
	/** Begins the names of this site's caches, and of no others on the same origin. */
	cachePrefix: string;
	/** Pages, code, the bundle with its examples and the sample: stored before the version is installed. */
	shell: string[];
	/** The CPU runtime, 14 MB: stored afterwards, so that a first visit need not wait for it. */
	runtime: string[];
	/** The form of the encoder that works on every machine; the embedder stores and verifies it. */
	encoder: EncoderFile[];
}

const RUNTIME = ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'];

/** Sorts a build's files. `origin` is the site's, without a last slash. */
export function siteFiles(site: SiteBuild, origin: string): SiteFiles {
	const { base, version, build, files, prerendered } = site;
	const encoderFolder = `${base}/models/${ENCODER_ID}/`;
	const left = [encoderFolder, `${base}/ort/`, `${base}/llm/`, sampleEmbeddings(base)];
	const kept = files.filter((path) => !left.some((folder) => path.startsWith(folder)));
	// Static hosts leave out hidden files; one of those would be asked for in vain.
	const visible = kept.filter((path) => !path.includes('/.'));
	// The version is set apart by a character that a path's end cannot have: "/winnow/" must not match "/winnow/old/".
	const cachePrefix = `winnow-shell-${base}/@`;
	return {
		cacheName: cachePrefix + version,
		cachePrefix,
		shell: unique([
			...build.filter((path) => !isLlmScript(path)),
			...prerendered,
			...visible,
			`${base}/models/default.bundle.json`
		]),
		runtime: RUNTIME.map((name) => `${base}/ort/${name}`),
		encoder: ENCODER_FILES.int8.map(({ path, sha256 }) => ({
			url: `${origin}${encoderFolder}${path}`,
			sha256
		}))
	};
}

const unique = (paths: string[]): string[] => [...new Set(paths)];

/** Whether the service worker answers for a path at all; the rest goes to the network as if there were none. */
export function isServed(base: string, path: string): boolean {
	if (!path.startsWith(`${base}/`)) return false;
	// The embedder has its own cache of these and checks every byte; so has the third sieve of its models.
	if (path.startsWith(`${base}/models/${ENCODER_ID}/`)) return false;
	if (path.startsWith(`${base}/llm/models/`)) return false;
	return path !== `${base}/service-worker.js` && path !== `${base}/_app/version.json`;
}

/** Whether a path is a script that a worker runs. */
export function isWorkerScript(base: string, path: string): boolean {
	return path.startsWith(`${base}/_app/immutable/workers/`);
}

/**
 * Whether a script belongs to the third sieve, whose engines are megabytes that most visitors never load. A worker is told
 * by its name, which begins with `llm-`: the list of engines would bring all models into the service worker.
 */
function isLlmScript(path: string): boolean {
	return /\/llm-[\w-]+\.worker[^/]*$/.test(path);
}

/** Whether a worker's script is the one that fetches language models, and may reach their hosts. */
export function isModelFetcher(path: string): boolean {
	return /\/llm-model-fetcher\.worker[^/]*$/.test(path);
}

/** Whether a path's name changes with its contents, so that a copy never becomes outdated. */
export function isImmutable(base: string, path: string): boolean {
	return path.startsWith(`${base}/_app/immutable/`);
}

/**
 * Whether a file is stored when it is first used: the WebGPU runtime and llama.cpp, which most visitors never load, and what
 * spares the sample the encoder.
 */
export function isStoredOnUse(base: string, path: string): boolean {
	return (
		path.startsWith(`${base}/ort/`) ||
		path.startsWith(`${base}/llm/`) ||
		path === sampleEmbeddings(base) ||
		isLlmScript(path)
	);
}

const sampleEmbeddings = (base: string): string => `${base}/sample.embeddings.json`;
