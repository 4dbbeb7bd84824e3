import { TEXTS_PER_LOOKUP } from '../constants';
import { EmbedPool, type Embed, type Waiting } from './embed-pool';
import { joinEmbeddings } from './join-embeddings';

/**
 * Embedders that come while a run goes on: starting the encoder takes longer than reading the first rows. In a worker,
 * `Embedders` gives them.
 */
export interface EmbedderSupply {
	/**
	 * Hands over each embedder that there is or that comes. Called when the first text needs one, so that a run whose
	 * texts are all known starts none.
	 * @returns the function that ends it
	 */
	subscribe(onEmbedder: (embed: Embed) => void, onFailure: (error: Error) => void): () => void;
}

/** Embeddings of earlier runs, of one encoder revision. `StoredEmbeddings` implements it over the store. */
export interface EmbeddingCache {
	/** The embedding of each text, undefined where none is known. */
	known(texts: readonly string[]): Promise<(Float32Array | undefined)[]>;
	/** Keeps embeddings for later runs; row-major `texts.length × dimensions`. */
	keep(texts: readonly string[], embeddings: Float32Array): void;
}

interface EmbedStageOptions {
	supply: EmbedderSupply;
	cache: EmbeddingCache | undefined;
	/** Takes embeddings, in the order of the job's texts. */
	onEmbedded: (job: readonly Waiting[], embeddings: Float32Array) => void;
	/** Called with the milliseconds in which at least one embedder was at work. */
	onTime: (milliseconds: number) => void;
	clock: () => number;
	/** Rows that a template has by now. */
	rowsOf?: (template: number) => number;
}

/** From texts to embeddings: what earlier runs know is looked up, the rest goes to the embedders. */
export class EmbedStage {
	private readonly pool: EmbedPool;
	private added: Waiting[] = [];
	private readonly lookups = new Set<Promise<void>>();
	private lookedUp = 0;
	/** Texts whose embedding earlier runs knew. */
	known = 0;
	private unsubscribe: (() => void) | undefined;
	private stopped = false;
	/** Jobs under way, and since when there has been one. */
	private jobs = 0;
	private since = 0;

	constructor(private readonly options: EmbedStageOptions) {
		this.pool = new EmbedPool((job, embeddings) => {
			options.cache?.keep(
				job.map(({ text }) => text),
				embeddings
			);
			options.onEmbedded(job, embeddings);
		}, options.rowsOf);
	}

	/** Texts that wait. */
	get backlog(): number {
		return this.added.length + this.lookedUp + this.pool.backlog;
	}

	add(item: Waiting): void {
		this.added.push(item);
	}

	/** Sends on what was added. */
	pump(): void {
		while (this.added.length > 0 && !this.stopped) {
			const items = this.added.splice(0, TEXTS_PER_LOOKUP);
			const { cache } = this.options;
			if (cache) this.track(items.length, this.lookUp(cache, items));
			else this.embed(items);
		}
	}

	/** Resolves when at most `limit` texts wait (and, for 0, nothing is under way). Rejects when an embedder failed. */
	async drained(limit: number): Promise<void> {
		while (!this.stopped && this.lookups.size > 0 && (limit === 0 || this.backlog > limit))
			await Promise.race(this.lookups);
		await this.pool.drained(limit);
	}

	/** Drops what waits; results that are under way are dropped too. */
	stop(): void {
		this.stopped = true;
		this.added = [];
		this.unsubscribe?.();
		this.pool.stop();
	}

	private track(texts: number, lookup: Promise<void>): void {
		this.lookedUp += texts;
		const tracked = lookup
			.catch((error: Error) => this.pool.fail(error))
			.finally(() => {
				this.lookups.delete(tracked);
				this.lookedUp -= texts;
			});
		this.lookups.add(tracked);
	}

	private async lookUp(cache: EmbeddingCache, items: Waiting[]): Promise<void> {
		const known = await cache.known(items.map(({ text }) => text));
		if (this.stopped) return;
		const hits = items.filter((_, at) => known[at]);
		this.known += hits.length;
		if (hits.length > 0)
			this.options.onEmbedded(hits, joinEmbeddings(known.filter((one) => one !== undefined)));
		this.embed(items.filter((_, at) => !known[at]));
	}

	private embed(items: readonly Waiting[]): void {
		if (items.length === 0) return;
		for (const item of items) this.pool.add(item);
		this.unsubscribe ??= this.options.supply.subscribe(
			(embed) => this.pool.addEmbedder(this.timed(embed)),
			(error) => this.pool.fail(error)
		);
		this.pool.pump();
	}

	/** Embedding runs in several workers at once: what counts is the time in which at least one was at work. */
	private timed(embed: Embed): Embed {
		const { clock, onTime } = this.options;
		return async (texts) => {
			if (this.jobs++ === 0) this.since = clock();
			try {
				return await embed(texts);
			} finally {
				if (--this.jobs === 0) onTime(clock() - this.since);
			}
		};
	}
}
