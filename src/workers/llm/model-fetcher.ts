import type { LlmLoadProgress } from '../../lib/pipeline/llm/engine';
import {
	llmModel,
	modelSourceAt,
	type GgufSource,
	type LlmModel,
	type MlcSource
} from '../../lib/pipeline/llm/models';
import { Sha256 } from '../../lib/pipeline/text/sha256-stream';
import type { ModelChoice, ModelFetcherApi, StoredModel } from '../contracts/llm';
import {
	GgufParts,
	MLC_CACHES,
	removeStored,
	sealMlc,
	storedState,
	type MlcFile
} from './model-cache';

/** Bytes of a stored part: what a broken download loses at most is nothing, what memory holds at most is this. */
const PART_BYTES = 8 * 2 ** 20;

type OnProgress = (progress: LlmLoadProgress) => void;

/** The models' files behind `ModelFetcherApi`. */
export class ModelFetcher implements ModelFetcherApi {
	private abort: AbortController | undefined;

	stored(choice: ModelChoice): Promise<StoredModel> {
		return storedState(sourceOf(choice).source);
	}

	async download(choice: ModelChoice, onProgress: OnProgress): Promise<void> {
		const { model, source } = sourceOf(choice);
		const abort = new AbortController();
		this.abort = abort;
		try {
			if (source.kind === 'gguf')
				await new GgufDownload(model, source, abort.signal, onProgress).run();
			else await downloadMlc(model, source, abort.signal, onProgress);
		} catch (error) {
			throw abort.signal.aborted ? cancelled() : plainError(error as Error, model);
		}
	}

	cancel(): void {
		this.abort?.abort();
	}

	remove(choice: ModelChoice): Promise<void> {
		return removeStored(sourceOf(choice).source);
	}
}

export function sourceOf({ model: id, host }: ModelChoice): {
	model: LlmModel;
	source: GgufSource | MlcSource;
} {
	const model = llmModel(id);
	const source = host === undefined ? model.source : modelSourceAt(model, host);
	if (!source) throw new Error(`${model.name} has no files to fetch.`);
	return { model, source };
}

/** One GGUF file: in parts, hashed while it comes, accepted only with the pinned hash. */
class GgufDownload {
	private readonly hash = new Sha256();
	private loaded = 0;

	constructor(
		private readonly model: LlmModel,
		private readonly source: GgufSource,
		private readonly signal: AbortSignal,
		private readonly onProgress: OnProgress
	) {}

	async run(): Promise<void> {
		const parts = await GgufParts.open(this.source);
		if (await parts.isSealed()) return;
		await this.readStored(parts);
		if (this.loaded < this.model.bytes) await this.fetchRest(parts);
		await this.check(parts);
		await parts.seal();
	}

	private async readStored(parts: GgufParts): Promise<void> {
		for (let index = 0; index < parts.count; index++) {
			this.signal.throwIfAborted();
			this.take(new Uint8Array(await (await parts.blob(index)).arrayBuffer()), 'checking');
		}
	}

	private async fetchRest(parts: GgufParts): Promise<void> {
		const headers = this.loaded > 0 ? { Range: `bytes=${this.loaded}-` } : {};
		const response = await answered(this.source.url, { headers, signal: this.signal });
		if (this.loaded > 0 && !continues(response, this.loaded)) {
			// The host knows no ranges, or the file has another length now: from the start.
			await response.body?.cancel();
			await parts.clear();
			return new GgufDownload(this.model, this.source, this.signal, this.onProgress).run();
		}
		await this.storeBody(parts, response);
	}

	private async storeBody(parts: GgufParts, response: Response): Promise<void> {
		let waiting: Uint8Array<ArrayBuffer>[] = [];
		let bytes = 0;
		const store = async (): Promise<void> => {
			const part = new Blob(waiting);
			waiting = [];
			bytes = 0;
			if (part.size > 0) await parts.add(part);
		};
		try {
			for await (const piece of piecesOf(response)) {
				this.take(piece, 'downloading');
				waiting.push(piece);
				bytes += piece.length;
				if (bytes >= PART_BYTES) await store();
			}
		} finally {
			// Also when it breaks off: the next download goes on from here.
			await store();
		}
	}

	private take(bytes: Uint8Array, step: LlmLoadProgress['step']): void {
		this.hash.update(bytes);
		this.loaded += bytes.length;
		this.onProgress({ loadedBytes: this.loaded, totalBytes: this.model.bytes, step });
	}

	private async check(parts: GgufParts): Promise<void> {
		const { model, source, loaded } = this;
		if (loaded < model.bytes)
			throw new Error(
				`the connection ended after ${loaded} of ${model.bytes} bytes. Press the button again to go on from there.`
			);
		const actual = this.hash.hex();
		if (actual === source.sha256) return;
		await parts.clear();
		throw new Error(
			`${source.url} is not the expected file (${loaded} bytes, sha256 ${actual.slice(0, 12)}…; expected ${model.bytes} bytes, ${source.sha256.slice(0, 12)}…). It was deleted. Choose another model or host.`
		);
	}
}

const continues = ({ status, headers }: Response, from: number): boolean =>
	status === 206 && (headers.get('content-range')?.startsWith(`bytes ${from}-`) ?? true);

/** The files of an MLC model, each one stored when it is whole: a download that broke off goes on with the next file. */
async function downloadMlc(
	model: LlmModel,
	source: MlcSource,
	signal: AbortSignal,
	onProgress: OnProgress
): Promise<void> {
	let loadedBytes = 0;
	let totalBytes = model.bytes;
	const fetchFile = async (file: MlcFile): Promise<Response> => {
		const start = loadedBytes;
		const response = await fetchIntoCache(file, signal, (received) => {
			loadedBytes = start + received;
			totalBytes = Math.max(totalBytes, loadedBytes);
			onProgress({ loadedBytes, totalBytes, step: 'downloading' });
		});
		return response;
	};
	const at = (name: string): string => source.folder + name;
	const config: unknown = await (
		await fetchFile({ cache: MLC_CACHES.config, url: at('mlc-chat-config.json') })
	).json();
	const tensors: unknown = await (
		await fetchFile({ cache: MLC_CACHES.model, url: at('tensor-cache.json') })
	).json();
	const shards = shardsOf(tensors).map(({ name, bytes }) => ({
		cache: MLC_CACHES.model,
		url: at(name),
		bytes
	}));
	const tokenizer = { cache: MLC_CACHES.model, url: at(tokenizerOf(config)) };
	const library = { cache: MLC_CACHES.library, url: source.library };
	const known = shards.reduce((sum, { bytes }) => sum + bytes, loadedBytes);
	// The size in the list was computed; now most of it is known.
	totalBytes = known;
	for (const file of [tokenizer, library, ...shards]) {
		totalBytes = Math.max(known, totalBytes);
		await fetchFile(file);
	}
	await sealMlc(source);
}

function tokenizerOf(config: unknown): string {
	const files = (config as { tokenizer_files?: unknown }).tokenizer_files;
	const wanted = ['tokenizer.json', 'tokenizer.model'];
	const name = Array.isArray(files) && wanted.find((candidate) => files.includes(candidate));
	if (!name)
		throw new Error('mlc-chat-config.json names no tokenizer. Is this a folder in MLC’s layout?');
	return name;
}

function shardsOf(tensors: unknown): { name: string; bytes: number }[] {
	const { records } = tensors as { records?: unknown };
	if (!Array.isArray(records))
		throw new Error('tensor-cache.json lists no records. Is this a folder in MLC’s layout?');
	return records.map(({ dataPath, nbytes }: { dataPath?: unknown; nbytes?: unknown }) => {
		if (typeof dataPath !== 'string' || !/^[\w.-]+$/.test(dataPath))
			throw new Error(
				'tensor-cache.json names a file that is not one. Is this a folder in MLC’s layout?'
			);
		return { name: dataPath, bytes: typeof nbytes === 'number' ? nbytes : 0 };
	});
}

async function fetchIntoCache(
	{ cache: name, url, bytes }: MlcFile,
	signal: AbortSignal,
	onBytes: (received: number) => void
): Promise<Response> {
	const cache = await caches.open(name);
	const known = await cache.match(url);
	if (known) {
		onBytes(bytes ?? Number(known.headers.get('content-length') ?? 0));
		return known;
	}
	const pieces: Uint8Array<ArrayBuffer>[] = [];
	let received = 0;
	for await (const piece of piecesOf(await answered(url, { signal }))) {
		pieces.push(piece);
		received += piece.length;
		onBytes(received);
	}
	if (bytes !== undefined && received !== bytes)
		throw new Error(
			`${url} has ${received} bytes, expected ${bytes}. Press the button again; if it stays, the host’s files are damaged.`
		);
	const whole = new Blob(pieces);
	await cache.put(url, new Response(whole, { headers: { 'content-length': String(whole.size) } }));
	return (await cache.match(url)) as Response;
}

async function answered(url: string, init: RequestInit): Promise<Response> {
	const response = await fetch(url, {
		...init,
		credentials: 'omit',
		referrerPolicy: 'no-referrer'
	});
	if (!response.ok) throw new Error(`${url}: the server answered ${response.status}.`);
	return response;
}

async function* piecesOf(response: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	const reader = response.body?.getReader();
	if (!reader) return;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return;
		yield value;
	}
}

function cancelled(): Error {
	const error = new Error('The download was cancelled. What was received is kept.');
	error.name = 'AbortError';
	return error;
}

function plainError(error: Error, { name }: LlmModel): Error {
	if (error.name === 'QuotaExceededError')
		return new Error(
			`The browser has no more room for ${name}. What was received is kept; delete old runs or another model, then go on.`
		);
	return new Error(`${name} could not be downloaded: ${error.message}`, { cause: error });
}
