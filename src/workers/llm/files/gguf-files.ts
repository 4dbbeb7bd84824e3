import type { LlmLoadProgress } from '../../../lib/pipeline/llm/engine';
import type { GgufSource } from '../../../lib/pipeline/llm/model';
import { Sha256 } from '../../../lib/pipeline/text/sha256-stream';
import { answered, piecesOf } from './fetch-file';
import { GgufParts } from './gguf-parts';
import type { Download, ModelFiles } from './layout';

/** Bytes of a stored part: what a broken download loses at most is nothing, what memory holds at most is this. */
const PART_BYTES = 8 * 2 ** 20;

/** A single file of llama.cpp, in parts. */
export const ggufFiles: ModelFiles<GgufSource> = {
	async state(source) {
		const parts = await GgufParts.open(source);
		return { storedBytes: parts.bytes, complete: await parts.isSealed() };
	},
	download: (source, download) => new GgufDownload(source, download).run(),
	remove: async (source) => (await GgufParts.open(source)).clear()
};

/** One GGUF file: in parts, hashed while it comes, accepted only with the pinned hash. */
class GgufDownload {
	private readonly hash = new Sha256();
	private loaded = 0;

	constructor(
		private readonly source: GgufSource,
		private readonly download: Download
	) {}

	private get wholeBytes(): number {
		return this.download.model.bytes;
	}

	async run(): Promise<void> {
		const parts = await GgufParts.open(this.source);
		if (await parts.isSealed()) return;
		await this.readStored(parts);
		if (this.loaded < this.wholeBytes) await this.fetchRest(parts);
		await this.check(parts);
		await parts.seal();
	}

	private async readStored(parts: GgufParts): Promise<void> {
		for (let index = 0; index < parts.count; index++) {
			this.download.signal.throwIfAborted();
			this.take(new Uint8Array(await (await parts.blob(index)).arrayBuffer()), 'checking');
		}
	}

	private async fetchRest(parts: GgufParts): Promise<void> {
		const headers = this.loaded > 0 ? { Range: `bytes=${this.loaded}-` } : {};
		const response = await answered(this.source.url, { headers, signal: this.download.signal });
		if (this.loaded > 0 && !continues(response, this.loaded)) {
			// The host knows no ranges, or the file has another length now: from the start.
			await response.body?.cancel();
			await parts.clear();
			return new GgufDownload(this.source, this.download).run();
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
		const { loaded: loadedBytes, wholeBytes: totalBytes } = this;
		this.download.onProgress({ loadedBytes, totalBytes, step });
	}

	private async check(parts: GgufParts): Promise<void> {
		const { source, loaded, wholeBytes } = this;
		if (loaded < wholeBytes)
			throw new Error(
				`the connection ended after ${loaded} of ${wholeBytes} bytes. Press the button again to go on from there.`
			);
		const actual = this.hash.hex();
		if (actual === source.sha256) return;
		await parts.clear();
		throw new Error(
			`${source.url} is not the expected file (${loaded} bytes, sha256 ${actual.slice(0, 12)}…; expected ${wholeBytes} bytes, ${source.sha256.slice(0, 12)}…). It was deleted. Choose another model or host.`
		);
	}
}

const continues = ({ status, headers }: Response, from: number): boolean =>
	status === 206 && (headers.get('content-range')?.startsWith(`bytes ${from}-`) ?? true);
