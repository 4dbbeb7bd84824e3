import * as Comlink from 'comlink';
import { Encoder } from '../../lib/pipeline/embed/encoder';
import {
	ENCODER_DIMENSIONS,
	ENCODER_FILES,
	ENCODER_ID,
	ENCODER_REVISIONS
} from '../../lib/pipeline/embed/encoder-revision';
import { tokensOf } from '../../lib/pipeline/embed/token-count';
import type {
	Device,
	EmbedderApi,
	EmbedderInfo,
	LoadProgress,
	SiteUrls
} from '../contracts/classifier';
import { ModelFiles } from './model-files';
import { transformersBackend } from './transformers-backend';

const FORM = { wasm: 'int8', webgpu: 'q4' } as const;
/** A line of usual length for the warm-up, repeated to a batch. */
const WARM_UP = 'Connection to ip closed by remote host after # seconds';

/** The encoder behind `EmbedderApi`. One call at a time: concurrent runs on one session interleave badly. */
export class Embedder implements EmbedderApi {
	private encoder: Encoder | undefined;
	private last: Promise<unknown> = Promise.resolve();

	async init(
		{ base, device }: SiteUrls & { device: Device },
		onProgress: (progress: LoadProgress) => void = () => undefined
	): Promise<EmbedderInfo> {
		const form = FORM[device];
		const files = new ModelFiles(`${base}models/${ENCODER_ID}/`, ENCODER_FILES[form]);
		await files.load(onProgress);
		this.encoder = new Encoder(await transformersBackend(base, form, files));
		files.release();
		return {
			device,
			revision: ENCODER_REVISIONS[form],
			dimensions: ENCODER_DIMENSIONS,
			textsPerSecond: await this.warmUp(),
			warmUpTokens: tokensOf(WARM_UP)
		};
	}

	connect(port: MessagePort): void {
		Comlink.expose(this, port);
	}

	embed(texts: string[], maxTokens?: number): Promise<Float32Array> {
		const turn = this.last.then(async () => {
			if (!this.encoder) throw new Error('The encoder was not started');
			const embeddings = await this.encoder.embed(texts, undefined, maxTokens);
			return Comlink.transfer(embeddings, [embeddings.buffer]);
		});
		this.last = turn.catch(() => undefined);
		return turn;
	}

	private async warmUp(): Promise<number> {
		const texts = new Array<string>(16).fill(WARM_UP);
		await this.embed(texts);
		const start = performance.now();
		await this.embed(texts);
		return (texts.length / (performance.now() - start)) * 1_000;
	}
}
