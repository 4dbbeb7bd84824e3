import type { RunSink } from '../../lib/pipeline/run/run-types';
import type { RowColumns, TemplateEntry } from '../../lib/pipeline/types';
import { isStorageFull, saveParts } from '../../lib/store/db';
import type { RunPart } from '../../lib/store/schema';
import { TextFileWriter } from '../../lib/store/text-files';

/** Writes that may wait at most: reading goes on meanwhile, and memory stays bounded. */
const MOST_WAITING = 4;

/**
 * Writes a run's chunks and templates to the store. What comes while a write is under way is written together by the next
 * one: after one that fails no later one is tried, so that what is stored is the beginning of the run without a gap.
 * `settled` then rejects.
 */
export class RunStore implements RunSink {
	private waiting: RunPart[] = [];
	private writing: Promise<void> | undefined;
	private wakers: (() => void)[] = [];
	private failure: Error | undefined;
	private since = 0;
	private busy = 0;

	/** Absent when the rows' text is not to be stored. */
	private readonly files: TextFileWriter | undefined;
	private batch: number;

	/**
	 * @param options `firstBatch`: number of the first write of templates; `keepText`: whether the rows' text is stored
	 */
	constructor(
		private readonly runId: string,
		private readonly onFailure: () => void,
		{ firstBatch = 0, keepText = true }: { firstBatch?: number; keepText?: boolean } = {}
	) {
		this.files = keepText ? new TextFileWriter(runId) : undefined;
		this.batch = firstBatch;
	}

	/** Milliseconds in which a write was under way. */
	get busyMilliseconds(): number {
		return this.busy + (this.writing ? performance.now() - this.since : 0);
	}

	saveChunk({ texts, ...columns }: RowColumns): void {
		const chunk = { ...columns, runId: this.runId };
		const place = this.files?.append(texts);
		if (place) this.write({ chunk: { ...chunk, place } });
		else this.write(this.files ? { chunk, texts } : { chunk });
	}

	saveTemplates(entries: readonly TemplateEntry[]): void {
		const batch = this.batch++;
		this.write({ templates: entries.map((entry) => ({ ...entry, runId: this.runId, batch })) });
	}

	async room(): Promise<void> {
		while (this.waiting.length > MOST_WAITING)
			await new Promise<void>((resolve) => this.wakers.push(resolve));
	}

	async settled(): Promise<void> {
		await this.writing;
		await this.files?.end();
		if (this.failure) throw this.failure;
	}

	private write(part: RunPart): void {
		this.waiting.push(part);
		if (this.writing) return;
		this.since = performance.now();
		this.writing = this.writeWaiting().finally(() => {
			this.writing = undefined;
			this.busy += performance.now() - this.since;
		});
	}

	private async writeWaiting(): Promise<void> {
		while (this.waiting.length > 0) {
			const parts = this.waiting;
			this.waiting = [];
			this.files?.seal();
			if (!this.failure) await this.writeTogether(parts).catch((error: Error) => this.fail(error));
			for (const wake of this.wakers.splice(0)) wake();
		}
	}

	/** When there is no room for all of them, as many as there is room for. */
	private async writeTogether(parts: readonly RunPart[]): Promise<void> {
		try {
			await saveParts(parts);
		} catch (error) {
			if (parts.length === 1) throw error;
			for (const part of parts) await saveParts([part]);
		}
	}

	private fail(error: Error): void {
		this.failure = isStorageFull(error) ? quotaError() : error;
		this.onFailure();
	}
}

const quotaError = (): Error =>
	new Error(
		'The browser has no more storage for this site. Everything up to here is kept and can be exported; delete old runs, then resume this one.'
	);
