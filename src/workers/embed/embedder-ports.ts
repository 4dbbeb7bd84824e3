import * as Comlink from 'comlink';
import type { EmbedderSupply } from '../../lib/pipeline/embed/embed-stage';
import type { EmbedderApi, EmbedderInfo } from '../contracts/classifier';

/** Embeds texts of which at most so many tokens count. */
type EmbedStart = (texts: string[], maxTokens?: number) => Promise<Float32Array>;

interface Subscriber {
	onEmbedder: (embed: EmbedStart) => void;
	onFailure: (error: Error) => void;
}

/** The embedder workers that were connected so far. */
export class EmbedderPorts {
	private readonly embedders: { embed: EmbedStart; info: EmbedderInfo }[] = [];
	private readonly subscribers = new Set<Subscriber>();
	private readonly waiting: ((info: EmbedderInfo) => void)[] = [];

	get info(): EmbedderInfo | undefined {
		return this.embedders[0]?.info;
	}

	add(port: MessagePort, info: EmbedderInfo): void {
		const remote = Comlink.wrap<EmbedderApi>(port);
		const embed: EmbedStart = (texts, maxTokens) => remote.embed(texts, maxTokens);
		this.embedders.push({ embed, info });
		for (const resolve of this.waiting.splice(0)) resolve(info);
		for (const { onEmbedder } of this.subscribers) onEmbedder(embed);
	}

	/** Resolves when the first embedder is there. */
	first(): Promise<EmbedderInfo> {
		return this.info
			? Promise.resolve(this.info)
			: new Promise((resolve) => this.waiting.push(resolve));
	}

	/**
	 * @param start asks for embedders to be started; rejects when that fails
	 * @param maxTokens tokens of a text that count; as many as the encoder reads unless given
	 */
	supply(start: () => Promise<void>, maxTokens?: number): EmbedderSupply {
		return {
			subscribe: (onEmbed, onFailure) => {
				const onEmbedder = (embed: EmbedStart): void => onEmbed((texts) => embed(texts, maxTokens));
				const subscriber = { onEmbedder, onFailure };
				this.subscribers.add(subscriber);
				for (const { embed } of this.embedders) onEmbedder(embed);
				if (this.embedders.length === 0) start().catch(onFailure);
				return () => this.subscribers.delete(subscriber);
			}
		};
	}
}
