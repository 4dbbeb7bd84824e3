import * as Comlink from 'comlink';
import { EmbedPool } from '../../lib/pipeline/embed/embed-pool';
import type { EmbedderSupply } from '../../lib/pipeline/embed/embed-stage';
import type { EmbedderApi, EmbedderInfo } from '../contracts/classifier';

/** Embeds texts of which at most so many tokens count. */
type EmbedStart = (texts: string[], maxTokens?: number) => Promise<Float32Array>;

interface Subscriber {
	onEmbedder: (embed: EmbedStart) => void;
	onFailure: (error: Error) => void;
}

/** The embedder workers that this worker was connected with, each through a port of its own. */
export class Embedders {
	private readonly connected: { embed: EmbedStart; info: EmbedderInfo }[] = [];
	private readonly subscribers = new Set<Subscriber>();
	private readonly waiting: ((info: EmbedderInfo) => void)[] = [];

	/** What the first of them said of itself. */
	get info(): EmbedderInfo | undefined {
		return this.connected[0]?.info;
	}

	/** @param port speaks `EmbedderApi` */
	add(port: MessagePort, info: EmbedderInfo): void {
		const remote = Comlink.wrap<EmbedderApi>(port);
		const embed: EmbedStart = (texts, maxTokens) => remote.embed(texts, maxTokens);
		this.connected.push({ embed, info });
		for (const resolve of this.waiting.splice(0)) resolve(info);
		for (const { onEmbedder } of this.subscribers) onEmbedder(embed);
	}

	/** The same. @throws Error when no embedder was started */
	started(): EmbedderInfo {
		if (!this.info) throw new Error('The encoder was not started.');
		return this.info;
	}

	/** Resolves when the first embedder is there. */
	first(): Promise<EmbedderInfo> {
		return this.info
			? Promise.resolve(this.info)
			: new Promise((resolve) => this.waiting.push(resolve));
	}

	/**
	 * For a run, which may begin before there is any.
	 * @param start asks for embedders to be started; rejects when that fails
	 * @param maxTokens tokens of a text that count; as many as the encoder reads unless given
	 */
	supply(start: () => Promise<void>, maxTokens?: number): EmbedderSupply {
		return {
			subscribe: (onEmbed, onFailure) => {
				const onEmbedder = (embed: EmbedStart): void => onEmbed((texts) => embed(texts, maxTokens));
				const subscriber = { onEmbedder, onFailure };
				this.subscribers.add(subscriber);
				for (const { embed } of this.connected) onEmbedder(embed);
				if (this.connected.length === 0) start().catch(onFailure);
				return () => this.subscribers.delete(subscriber);
			}
		};
	}

	/**
	 * Embeds any number of texts with all of them.
	 * @param onProgress gets the number of texts done
	 * @returns row-major `texts.length × dimensions`, unit length
	 * @throws Error when no embedder was started, or one fails
	 */
	async embed(
		texts: readonly string[],
		onProgress: (done: number) => void = () => undefined
	): Promise<Float32Array> {
		if (texts.length === 0) return new Float32Array();
		const { dimensions } = this.started();
		const out = new Float32Array(texts.length * dimensions);
		let done = 0;
		const pool = new EmbedPool((job, embeddings) => {
			for (const [i, { template: at }] of job.entries())
				out.set(embeddings.subarray(i * dimensions, (i + 1) * dimensions), at * dimensions);
			done += job.length;
			onProgress(done);
		});
		for (const [at, text] of texts.entries()) pool.add({ template: at, text });
		for (const { embed } of this.connected) pool.addEmbedder((job) => embed(job));
		await pool.drained(0);
		return out;
	}
}
