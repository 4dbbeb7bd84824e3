import type { RunSink } from '../lib/pipeline/classify-run';
import type { RowColumns, TemplateEntry } from '../lib/pipeline/types';
import { saveChunk, saveTemplates } from '../lib/store/db';

/** Writes that may wait at most: reading goes on meanwhile, and memory stays bounded. */
const MOST_WAITING = 4;

/**
 * Writes a run's chunks and templates to the store, one write after the other: after one that fails no later one is
 * tried, so that what is stored is the beginning of the run without a gap. `settled` then rejects.
 */
export class RunStore implements RunSink {
	private last: Promise<void> = Promise.resolve();
	private waiting = 0;
	private wakers: (() => void)[] = [];
	private failure: Error | undefined;
	private since = 0;
	private busy = 0;

	private batch: number;
	private readonly keepText: boolean;

	/**
	 * @param options `firstBatch`: number of the first write of templates; `keepText`: whether the rows' text is stored
	 */
	constructor(
		private readonly runId: string,
		private readonly onFailure: () => void,
		{ firstBatch = 0, keepText = true }: { firstBatch?: number; keepText?: boolean } = {}
	) {
		this.batch = firstBatch;
		this.keepText = keepText;
	}

	/** Milliseconds in which a write was under way. */
	get busyMilliseconds(): number {
		return this.busy + (this.waiting > 0 ? performance.now() - this.since : 0);
	}

	saveChunk({ text, ...columns }: RowColumns): void {
		const parts = this.keepText ? [text] : [];
		this.write(() => saveChunk({ ...columns, runId: this.runId, text: new Blob(parts) }));
	}

	saveTemplates(templates: readonly TemplateEntry[]): void {
		const batch = this.batch++;
		const records = templates.map((entry) => ({ ...entry, runId: this.runId, batch }));
		this.write(() => saveTemplates(records));
	}

	async room(): Promise<void> {
		while (this.waiting > MOST_WAITING)
			await new Promise<void>((resolve) => this.wakers.push(resolve));
	}

	async settled(): Promise<void> {
		await this.last;
		if (this.failure) throw this.failure;
	}

	private write(work: () => Promise<void>): void {
		if (this.waiting++ === 0) this.since = performance.now();
		this.last = this.last
			.then(() => (this.failure ? undefined : work()))
			.catch((error: Error) => {
				this.failure ??= error.name === 'QuotaExceededError' ? quotaError() : error;
				this.onFailure();
			})
			.then(() => {
				if (--this.waiting === 0) this.busy += performance.now() - this.since;
				for (const wake of this.wakers.splice(0)) wake();
			});
	}
}

const quotaError = (): Error =>
	new Error(
		'The browser has no more storage for this site. Everything up to here is kept and can be exported; delete old runs, then resume this one.'
	);
