import {
	EMBED_JOBS_AHEAD,
	EMBED_WINDOW,
	TEXTS_OF_FIRST_EMBED_JOB,
	TEXTS_PER_EMBED_JOB
} from '../constants';

/** Embeds texts; row-major `texts.length × dimensions`. */
export type Embed = (texts: string[]) => Promise<Float32Array>;

/** A text that waits for its embedding. */
export interface Waiting {
	template: number;
	text: string;
}

/**
 * Feeds waiting texts to several embedders in jobs of similar length, since an encoder batch holds texts of equal token
 * count. Results come back in any order.
 */
export class EmbedPool {
	private waiting: Waiting[] = [];
	private busy = 0;
	private stopped = false;
	private failure: Error | undefined;
	private wakers: (() => void)[] = [];

	private readonly embedders: Embed[] = [];
	/** Jobs that each embedder may still be given. */
	private readonly free: number[] = [];
	private jobSize = TEXTS_OF_FIRST_EMBED_JOB;

	/**
	 * @param onEmbedded called for each job, with the embeddings in the order of its texts
	 * @param rowsOf rows that a template has by now: with many waiting, the most frequent come first
	 */
	constructor(
		private readonly onEmbedded: (
			job: readonly Waiting[],
			embeddings: Float32Array
		) => void | Promise<void>,
		private readonly rowsOf: (template: number) => number = () => 0
	) {}

	/** Embedders may come at any time; until the first one is there, texts wait. */
	addEmbedder(embed: Embed): void {
		this.embedders.push(embed);
		this.free.push(EMBED_JOBS_AHEAD);
		this.pump();
	}

	/** Ends everything: whoever waits is rejected with the error. */
	fail(error: Error): void {
		this.failure ??= error;
		this.wake();
	}

	get backlog(): number {
		return this.waiting.length;
	}

	private get ended(): boolean {
		return this.stopped || this.failure !== undefined;
	}

	add(item: Waiting): void {
		this.waiting.push(item);
	}

	/** Sends as many jobs as the embedders take. Call after adding; it is called again after each result. */
	pump(): void {
		while (this.waiting.length > 0 && !this.ended) {
			const embedder = this.freest();
			if (embedder === -1) return;
			void this.work(embedder, this.nextJob());
		}
	}

	/**
	 * Of the texts with the most rows, and among equals of those that have waited longest, those of similar length: most
	 * rows have their answer early, and a batch still holds texts of equal token count.
	 */
	private nextJob(): Waiting[] {
		if (this.waiting.length > EMBED_WINDOW)
			this.waiting.sort((a, b) => this.rowsOf(b.template) - this.rowsOf(a.template));
		const window = this.waiting.splice(0, EMBED_WINDOW);
		const first = (window[0] as Waiting).text.length;
		window.sort((a, b) => Math.abs(a.text.length - first) - Math.abs(b.text.length - first));
		const size = this.jobSize;
		this.jobSize = TEXTS_PER_EMBED_JOB;
		this.waiting = [...window.slice(size), ...this.waiting];
		return window.slice(0, size);
	}

	/** Resolves when at most `limit` texts wait (and, for 0, no job is under way). Rejects when an embedder failed. */
	async drained(limit: number): Promise<void> {
		while (!this.stopped && (this.waiting.length > limit || (limit === 0 && this.busy > 0))) {
			if (this.failure) throw this.failure;
			await new Promise<void>((resolve) => this.wakers.push(resolve));
		}
		if (this.failure) throw this.failure;
	}

	/** Drops what waits. Jobs under way end by themselves; their results are dropped too, since nobody waits for them. */
	stop(): void {
		this.stopped = true;
		this.waiting = [];
		this.wake();
	}

	private freest(): number {
		let best = -1;
		this.free.forEach((jobs, at) => {
			if (jobs > 0 && (best === -1 || jobs > (this.free[best] as number))) best = at;
		});
		return best;
	}

	private async work(embedder: number, job: Waiting[]): Promise<void> {
		this.free[embedder] = (this.free[embedder] as number) - 1;
		this.busy++;
		try {
			const embeddings = await (this.embedders[embedder] as Embed)(job.map(({ text }) => text));
			if (!this.ended) await this.onEmbedded(job, embeddings);
		} catch (error) {
			this.fail(error as Error);
		} finally {
			this.busy--;
			this.free[embedder] = (this.free[embedder] as number) + 1;
			this.pump();
			this.wake();
		}
	}

	private wake(): void {
		for (const wake of this.wakers.splice(0)) wake();
	}
}
